import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  AtlasCredentials,
  AtlasPrivateLink,
  type AtlasPrivateLinkProps,
  EndpointSelection,
} from '../../lib/index.js';

export const PROJECT_ID = '6a793f63c0eb9e7a177153f5';

export function requiredProps(): AtlasPrivateLinkProps {
  return {
    projects: [{ projectId: PROJECT_ID, credentials: AtlasCredentials.fromSecretName('atlas/automation') }],
    endpointSelection: EndpointSelection.tagged('atlas', 'yes'),
  };
}

export function newStack(account?: string): Stack {
  const env = account === undefined ? {} : { env: { account, region: 'eu-west-1' } };
  return new Stack(new App(), 'Test', env);
}

export function createLink(props: Partial<AtlasPrivateLinkProps> = {}, stack = newStack()): AtlasPrivateLink {
  return new AtlasPrivateLink(stack, 'Links', { ...requiredProps(), ...props });
}

export function templateOf(link: AtlasPrivateLink): Template {
  return Template.fromStack(Stack.of(link));
}

export interface PolicyStatement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Effect: string;
  readonly Condition?: unknown;
}

/** All statements of all identity policies, each with the name of its policy. */
export function statementsIn(template: Template): (PolicyStatement & { readonly policy: string })[] {
  return Object.entries(template.findResources('AWS::IAM::Policy')).flatMap(([policy, { Properties }]) =>
    (Properties.PolicyDocument.Statement as PolicyStatement[]).map((statement) => ({ policy, ...statement })),
  );
}
