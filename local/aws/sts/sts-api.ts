import type { IncomingMessage } from 'node:http';
import { escapeXml } from '../ec2/xml.js';
import type { AwsCall, AwsResponse } from '../protocol/aws-call.js';
import type { AwsError } from '../protocol/aws-error.js';

const CONTENT_TYPE = 'text/xml';
const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const REQUEST = '<RequestId>r</RequestId>';

/** The Query protocol of STS: form-encoded requests, XML answers with a result of the call's name. */
export const StsApi = {
  read(_request: IncomingMessage, body: string): Pick<AwsCall, 'action' | 'input'> {
    const fields = Object.fromEntries(new URLSearchParams(body));
    return { action: `sts:${fields.Action}`, input: fields };
  },

  reply(call: AwsCall, result: unknown): AwsResponse {
    const name = call.action.slice('sts:'.length);
    const body = `<${name}Response xmlns="${NAMESPACE}"><${name}Result>${String(result)}</${name}Result><ResponseMetadata>${REQUEST}</ResponseMetadata></${name}Response>`;
    return { status: 200, contentType: CONTENT_TYPE, body };
  },

  refuse({ status, code, message }: AwsError): AwsResponse {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
    const body = `<ErrorResponse xmlns="${NAMESPACE}">${error}${REQUEST}</ErrorResponse>`;
    return { status, contentType: CONTENT_TYPE, body };
  },
};
