import { type Duration, Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import {
  DATA_FEDERATION_SERVICES,
  dataFederationServiceOf,
} from '../../lambda/contract/data-federation-services.js';
import { dataFederationPairIssues, dataFederationValueIssues } from '../../lambda/contract/declared-rules.js';
import type { ValueRule } from '../../lambda/contract/value-rules.js';
import { known, optional, refuse, VPC } from '../engine/prop-checks.js';
import { ENDPOINT } from './link-props-validation.js';
import type { PrivateEndpoint } from './private-endpoint.js';
import { type Issues, type ResourceProps, validateResource, validateTimeout } from './resource-props.js';
import { regionInName } from './service-facts.js';

interface DataFederationLinkProps extends ResourceProps {
  readonly endpoint: PrivateEndpoint;
  readonly comment?: string;
  readonly region?: string;
  readonly customerEndpointDnsName?: string;
  readonly timeout?: Duration;
}

const TEXT: ValueRule = {
  expected: 'expected a text',
  accepts: (value) => typeof value === 'string',
};

/** @throws Error with the prop, the value received and what to do */
export function validateDataFederationLink(scope: IConstruct, props: DataFederationLinkProps): void {
  validateResource(scope, 'AtlasDataFederationLink', props, { endpoint: ENDPOINT });
  const { endpoint, comment, region, customerEndpointDnsName } = props;
  refuse([
    ...cloudIssues(endpoint._properties.CloudProvider),
    ...optional('comment', comment, TEXT),
    ...optional('region', region, TEXT),
    ...optional('customerEndpointDnsName', customerEndpointDnsName, TEXT),
    ...dataFederationValueIssues({
      endpointId: known(endpoint._properties.EndpointId),
      region: known(region),
    }),
    ...dataFederationPairIssues({ region, customerEndpointDnsName }),
  ]);
  validateTimeout('timeout', props.timeout);
}

/** Terraform's resource and the services of {@link DATA_FEDERATION_SERVICES} are for AWS only. */
function cloudIssues(cloudProvider: string): Issues {
  if (cloudProvider === 'AWS') return [];
  return [
    {
      property: 'endpoint',
      expected: 'expected a VPC endpoint',
      received: cloudProvider,
      advice: 'Register a private endpoint of another cloud in Atlas.',
    },
  ];
}

interface DataFederationLinkLookupProps extends ResourceProps {
  readonly endpointId: string;
}

/** @throws Error with the prop, the value received and what to do */
export function validateDataFederationLinkLookup(
  scope: IConstruct,
  props: DataFederationLinkLookupProps,
): void {
  validateResource(scope, 'AtlasDataFederationLinkLookup', props, { endpointId: TEXT });
  refuse(dataFederationValueIssues({ endpointId: known(props.endpointId) }));
}

interface DataFederationEndpointProps extends ResourceProps {
  readonly vpc: IVpc;
  readonly serviceName?: string;
  readonly timeout?: Duration;
}

const SERVICE_NAME: ValueRule = {
  expected: 'expected the name of an endpoint service, com.amazonaws.vpce.<region>.vpce-svc-…',
  accepts: (value) => typeof value === 'string' && regionInName(value) !== undefined,
};

/**
 * Checks the props before the VPC endpoint is created; its registration has its own checks.
 *
 * @throws Error with the prop, the value received and what to do
 */
export function validateDataFederationEndpoint(scope: IConstruct, props: DataFederationEndpointProps): void {
  validateResource(scope, 'AtlasDataFederationEndpoint', props, { vpc: VPC });
  refuse(optional('serviceName', props.serviceName, SERVICE_NAME));
  if (props.serviceName === undefined) refuse(regionIssues(known(Stack.of(scope).region)));
  validateTimeout('timeout', props.timeout);
}

function regionIssues(region: string | undefined): Issues {
  if (region === undefined || dataFederationServiceOf(region) !== undefined) return [];
  return [
    {
      property: 'serviceName',
      expected: `expected the name of Atlas's Data Federation service in ${region}, which this release does not know`,
      received: undefined,
      advice: `Give the name that Atlas shows, or use a Region of ${Object.keys(DATA_FEDERATION_SERVICES).join(', ')}.`,
    },
  ];
}
