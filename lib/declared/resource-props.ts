/**
 * Checks of props that declared resources share, as far as synthesis knows them. The functions apply the same rules to
 * templates that were not created by a construct.
 */
import { type Duration, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import {
  MAX_RESOURCE_TIMEOUT_SECONDS,
  MIN_RESOURCE_TIMEOUT_SECONDS,
} from '../../lambda/contract/custom-resources.js';
import type { PropertyIssue } from '../../lambda/contract/declared-rules.js';
import { ATLAS_ID, CLOUD_PROVIDER, type ValueRule } from '../../lambda/contract/value-rules.js';
import {
  hasMember,
  hasMethod,
  known,
  optional,
  type RequiredProps,
  refuse,
  requireProps,
  validateSeconds,
} from '../engine/prop-checks.js';
import type { IAtlasPrivateLinkProvider } from './provider-interface.js';
import { validateServiceToken } from './service-token-validation.js';

export interface ResourceProps {
  readonly provider: IAtlasPrivateLinkProvider;
  readonly projectId?: string;
  readonly cloudProvider?: string;
}

export const PROVIDER: ValueRule = {
  expected: 'expected an AtlasPrivateLinkProvider, or one by AtlasPrivateLinkProvider.fromServiceToken',
  accepts: (value) => hasMember(value, 'serviceToken') && hasMethod(value, 'projectIdOr'),
};
export const SERVICE: ValueRule = {
  expected: 'expected an AtlasPrivateEndpointService, or one by its fromAttributes or fromLookup',
  accepts: (value) => hasMember(value, 'endpointServiceId') && hasMember(value, 'projectId'),
};

/**
 * Runs before all other checks of a resource.
 *
 * @param required required props in addition to the provider
 * @throws Error with the prop, the value received and what to do
 */
export function validateResource(
  scope: IConstruct,
  owner: string,
  props: ResourceProps,
  required: RequiredProps = {},
): void {
  requireProps(owner, props, { provider: PROVIDER, ...required });
  // CloudFormation calls the function in the stack's own Region.
  validateServiceToken(props.provider.serviceToken, known(Stack.of(scope).region));
  refuse([
    ...optional('projectId', props.projectId, ATLAS_ID),
    ...optional('cloudProvider', props.cloudProvider, CLOUD_PROVIDER),
  ]);
}

/** Applies the default; undefined if it is known only at deployment. */
export function knownCloud({ cloudProvider }: Pick<ResourceProps, 'cloudProvider'>): string | undefined {
  return cloudProvider === undefined ? 'AWS' : known(cloudProvider);
}

/** CloudFormation's maximum wait, minus the time for a response. */
export function validateTimeout(prop: string, timeout: Duration | undefined): void {
  if (timeout === undefined) return;
  validateSeconds(prop, timeout, MIN_RESOURCE_TIMEOUT_SECONDS, MAX_RESOURCE_TIMEOUT_SECONDS);
}

export type Issues = readonly PropertyIssue[];
