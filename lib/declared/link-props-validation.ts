import type { Duration } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { cloudIssues, endpointIssues } from '../../lambda/contract/declared-rules.js';
import { FILLED, FLAG, type ValueRule } from '../../lambda/contract/value-rules.js';
import { LAST_LINK } from '../engine/last-link-rule.js';
import { hasMember, known, optional, refuse } from '../engine/prop-checks.js';
import type { IAtlasPrivateEndpointService } from './atlas-private-endpoint-service-base.js';
import type { PrivateEndpoint } from './private-endpoint.js';
import {
  type Issues,
  knownCloud,
  type ResourceProps,
  SERVICE,
  validateResource,
  validateTimeout,
} from './resource-props.js';
import { factsOf } from './service-facts.js';

interface PropsOfService extends ResourceProps {
  readonly service: IAtlasPrivateEndpointService;
}

interface LinkProps extends PropsOfService {
  readonly endpoint: PrivateEndpoint;
  readonly lastLink?: string;
  readonly awaitConnectionStrings?: boolean;
  readonly timeout?: Duration;
  readonly connectionStringsTimeout?: Duration;
}

export const ENDPOINT: ValueRule = {
  expected: 'expected a PrivateEndpoint, such as PrivateEndpoint.vpcEndpoint(endpoint)',
  accepts: (value) => hasMember(value, '_properties'),
};

/** @throws Error with the prop, the value received and what to do */
export function validateLink(scope: IConstruct, props: LinkProps): void {
  validateResource(scope, 'AtlasPrivateEndpointLink', props, { service: SERVICE, endpoint: ENDPOINT });
  const { service, endpoint } = props;
  refuse([
    ...projectIssues(props),
    ...cloudIssuesOf('endpoint', service, endpoint._properties.CloudProvider),
    ...optional('lastLink', props.lastLink, LAST_LINK),
    ...optional('awaitConnectionStrings', props.awaitConnectionStrings, FLAG),
  ]);
  validateTimeout('timeout', props.timeout);
  validateTimeout('connectionStringsTimeout', props.connectionStringsTimeout);
}

interface LinkLookupProps extends PropsOfService {
  readonly endpointId: string;
}

/** @throws Error with the prop, the value received and what to do */
export function validateLinkLookup(scope: IConstruct, props: LinkLookupProps): void {
  validateResource(scope, 'AtlasPrivateEndpointLinkLookup', props, { service: SERVICE, endpointId: FILLED });
  const cloudProvider = knownCloud(props);
  refuse([
    ...projectIssues(props),
    ...cloudIssuesOf('cloudProvider', props.service, cloudProvider),
    ...endpointIssues({ cloudProvider, endpointId: known(props.endpointId) }),
  ]);
}

/** @param cloudProvider cloud provider of the endpoint */
function cloudIssuesOf(
  property: string,
  service: IAtlasPrivateEndpointService,
  cloudProvider: string | undefined,
): Issues {
  const { cloudProvider: ofService } = factsOf(service);
  if (ofService === undefined || cloudProvider === undefined) return [];
  return cloudIssues(ofService, cloudProvider).map((issue) => ({ ...issue, property }));
}

/** The provider only has credentials for its own projects. */
function projectIssues({ provider, service }: PropsOfService): Issues {
  const projectIds = known(provider.projectIds) ?? [];
  const projectId = known(service.projectId);
  const isOpen = projectIds.length === 0 || projectIds.some((id) => known(id) === undefined);
  if (isOpen || projectId === undefined || projectIds.includes(projectId)) return [];
  return [
    {
      property: 'service',
      expected: `expected an endpoint service of the provider's projects (${projectIds.join(', ')})`,
      received: projectId,
      advice: 'Add the project to the provider, or use a provider that has it.',
    },
  ];
}
