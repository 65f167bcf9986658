import type { IncomingMessage } from 'node:http';
import type { AwsAnswer, AwsCall, AwsError } from './aws-server.js';
import type { LocalVpcEndpoint } from './vpc-endpoints.js';

const CONTENT_TYPE = 'text/xml;charset=UTF-8';

/** EC2's protocol: form-encoded lists (`Name.1`, `Name.2`), XML answers. */
export const Ec2Api = {
  read(_request: IncomingMessage, body: string): Pick<AwsCall, 'action' | 'input'> {
    const fields = Object.fromEntries(new URLSearchParams(body));
    return { action: `ec2:${fields.Action}`, input: fields };
  },

  answer(call: AwsCall, result: unknown): AwsAnswer {
    const name = call.action.slice('ec2:'.length);
    const body = `<${name}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>${String(result)}</${name}Response>`;
    return { status: 200, contentType: CONTENT_TYPE, body };
  },

  refuse({ status, code, message }: AwsError): AwsAnswer {
    const body = `<Response><Errors><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error></Errors><RequestID>r</RequestID></Response>`;
    return { status, contentType: CONTENT_TYPE, body };
  },
};

/** The values of a form-encoded list, in order. */
export function listOf(input: Readonly<Record<string, unknown>>, name: string): string[] {
  const values: string[] = [];
  for (let index = 1; typeof input[`${name}.${index}`] === 'string'; index += 1) {
    values.push(String(input[`${name}.${index}`]));
  }
  return values;
}

/** Result of DescribeVpcEndpoints. */
export function vpcEndpointSet(endpoints: readonly LocalVpcEndpoint[]): string {
  return element('vpcEndpointSet', endpoints.map((endpoint) => element('item', itemOf(endpoint))).join(''));
}

function itemOf(endpoint: LocalVpcEndpoint): string {
  const tags = [...endpoint.tags].map(([key, value]) =>
    element('item', element('key', escapeXml(key)) + element('value', escapeXml(value))),
  );
  return [
    element('vpcEndpointId', endpoint.endpointId),
    element('vpcEndpointType', endpoint.type),
    element('vpcId', endpoint.vpcId),
    element('serviceName', endpoint.serviceName),
    endpoint.serviceRegion === undefined ? '' : element('serviceRegion', endpoint.serviceRegion),
    element('state', endpoint.state),
    element('ownerId', endpoint.ownerAccount),
    element('requesterManaged', 'false'),
    element('creationTimestamp', new Date(endpoint.createdAt).toISOString()),
    element('subnetIdSet', endpoint.subnetIds.map((id) => element('item', id)).join('')),
    element('tagSet', tags.join('')),
  ].join('');
}

function element(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
