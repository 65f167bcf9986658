import { type Duration, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { serviceIssues } from '../../lambda/contract/declared-rules.js';
import {
  ATLAS_ID,
  AWS_REGION,
  FLAG,
  OTHER_REGION,
  type ValueRule,
} from '../../lambda/contract/value-rules.js';
import { known, optional, refuse, requireProps } from '../engine/prop-checks.js';
import {
  type Issues,
  knownCloud,
  type ResourceProps,
  validateResource,
  validateTimeout,
} from './resource-props.js';
import type { ServiceFacts } from './service-facts.js';

interface RegionalProps extends ResourceProps {
  readonly region?: string;
}

interface ServiceProps extends RegionalProps {
  readonly supportedRemoteRegions?: string[];
  readonly portMappingEnabled?: boolean;
  readonly adoptExisting?: boolean;
  readonly timeout?: Duration;
}

/**
 * @returns what synthesis knows about the service
 * @throws Error with the prop, the value received and what to do
 */
export function validateService(scope: IConstruct, props: ServiceProps): ServiceFacts {
  validateResource(scope, 'AtlasPrivateEndpointService', props);
  const facts = knownFacts(props, Stack.of(scope).region);
  refuse([
    ...missingRegion(props),
    ...optional('supportedRemoteRegions', props.supportedRemoteRegions, REGIONS),
    ...serviceIssues({ ...facts, supportedRemoteRegions: knownList(props.supportedRemoteRegions) }),
    ...optional('portMappingEnabled', props.portMappingEnabled, FLAG),
    ...optional('adoptExisting', props.adoptExisting, FLAG),
  ]);
  validateTimeout('timeout', props.timeout);
  return facts;
}

interface ServiceLookupProps extends RegionalProps {
  readonly endpointServiceId?: string;
}

/**
 * @returns what synthesis knows about the service
 * @throws Error with the prop, the value received and what to do
 */
export function validateServiceLookup(scope: IConstruct, props: ServiceLookupProps): ServiceFacts {
  validateResource(scope, 'AtlasPrivateEndpointServiceLookup', props);
  const { endpointServiceId } = props;
  const isByRegion = endpointServiceId === undefined;
  const facts = knownFacts(props, isByRegion ? Stack.of(scope).region : undefined);
  refuse([
    ...optional('endpointServiceId', endpointServiceId, ATLAS_ID),
    ...(isByRegion ? missingRegion(props) : []),
    ...serviceIssues(facts),
  ]);
  return facts;
}

interface ServiceAttributes {
  readonly projectId: string;
  readonly endpointServiceId: string;
  readonly endpointServiceName: string;
}

/** Only VPC endpoints require the name: for other clouds it may be empty. */
export function validateServiceAttributes(attributes: ServiceAttributes): void {
  requireProps('AtlasPrivateEndpointService.fromAttributes', attributes, {
    projectId: ATLAS_ID,
    endpointServiceId: ATLAS_ID,
    endpointServiceName: TEXT,
  });
}

const TEXT: ValueRule = { expected: 'expected a text', accepts: (value) => typeof value === 'string' };
const REGIONS: ValueRule = { expected: 'expected a list of AWS Regions', accepts: Array.isArray };

/**
 * @param stackRegion the default, if there is one; a Region that AWS does not have, such as a test's, is not checked
 */
function knownFacts(props: RegionalProps, stackRegion: string | undefined): ServiceFacts {
  const cloudProvider = knownCloud(props);
  const byDefault = cloudProvider === 'AWS' && AWS_REGION.accepts(stackRegion) ? stackRegion : undefined;
  return { cloudProvider, region: props.region === undefined ? byDefault : known(props.region) };
}

/** The stack's Region is an AWS Region, whatever the cloud provider of the service. */
function missingRegion(props: RegionalProps): Issues {
  const cloudProvider = knownCloud(props);
  if (props.region !== undefined || cloudProvider === undefined || cloudProvider === 'AWS') return [];
  return [
    {
      property: 'region',
      expected: OTHER_REGION.expected,
      received: undefined,
      advice: `Give the Region of the ${cloudProvider} service: the default, the Region of the stack, is one of AWS.`,
    },
  ];
}

/** Elements that are known only at deployment are undefined; the list is undefined if all of it is. */
function knownList(list: readonly string[] | undefined): readonly (string | undefined)[] | undefined {
  return Array.isArray(known(list)) ? list?.map(known) : undefined;
}
