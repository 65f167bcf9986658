import type { ValueRule } from '../../lambda/contract/value-rules.js';
import { known, optional, refuse } from '../engine/prop-checks.js';

const SERVICE_TOKEN: ValueRule = {
  expected: 'expected the ARN of the function of an AtlasPrivateLinkProvider, its serviceToken',
  accepts: (value) => typeof value === 'string' && /^arn:[^:]+:lambda:[^:]+:[^:]+:function:.+$/.test(value),
};

/**
 * CloudFormation only accepts a service token of the stack's own Region.
 *
 * @param region Region of the stack, if known
 * @throws Error with the value received and what to do
 */
export function validateServiceToken(serviceToken: string, region: string | undefined): void {
  refuse(optional('serviceToken', serviceToken ?? null, SERVICE_TOKEN));
  const tokenRegion = known(serviceToken)?.split(':')[3];
  if (region === undefined || tokenRegion === undefined || tokenRegion === region) return;
  refuse([
    {
      property: 'serviceToken',
      expected: `expected a function of ${region}, the Region of the stack`,
      received: serviceToken,
      advice: 'Deploy a provider in each Region that has stacks.',
    },
  ]);
}
