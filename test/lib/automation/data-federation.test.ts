import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import {
  AtlasCredentials,
  AtlasPrivateLink,
  type AtlasPrivateLinkProps,
  type AtlasProject,
  EndpointSelection,
} from '../../../lib/index.js';

function synthesize(project: Partial<AtlasProject>, props: Partial<AtlasPrivateLinkProps> = {}): Template {
  const stack = new Stack(new App(), 'Links');
  const credentials = AtlasCredentials.fromSecretName('atlas/automation');
  new AtlasPrivateLink(stack, 'AtlasPrivateLink', {
    projects: [{ projectId: '64f1c0ffee0123456789abcd', credentials, ...project }],
    endpointSelection: EndpointSelection.all(),
    ...props,
  });
  return Template.fromStack(stack);
}

const textOf = (template: Template) => JSON.stringify(template.toJSON());
const NAME = 'com.amazonaws.vpce.eu-north-1.vpce-svc-0123456789abcdef0';

describe('dataFederation of a project', () => {
  it('leaves the template as it is if it is false or absent', () => {
    expect(textOf(synthesize({ dataFederation: false }))).toBe(textOf(synthesize({})));
    expect(textOf(synthesize({}))).not.toMatch(/federation/i);
  });

  it('adds a rule on the tag of the project, and no permission', () => {
    const [without, with_] = [synthesize({}), synthesize({ dataFederation: true })];
    expect(textOf(with_)).toContain('"changed-tag-keys":["atlas-privatelink:data-federation-project"]');
    expect(with_.findResources('AWS::IAM::Policy')).toEqual(without.findResources('AWS::IAM::Policy'));
  });

  it('takes no text', () => {
    expect(() => synthesize({ dataFederation: 'true' as never })).toThrow(/projects.0.dataFederation/);
  });
});

describe('dataFederationServiceNames', () => {
  it('reach the functions', () => {
    const template = synthesize({ dataFederation: true }, { dataFederationServiceNames: [NAME] });
    expect(textOf(template)).toContain(`"DATA_FEDERATION_SERVICE_NAMES":"${NAME}"`);
  });

  it('are refused if they are no names, or if no project wants such endpoints', () => {
    const wrong = { dataFederationServiceNames: ['vpce-svc-0123456789abcdef0'] };
    expect(() => synthesize({ dataFederation: true }, wrong)).toThrow(/dataFederationServiceNames/);
    expect(() => synthesize({}, { dataFederationServiceNames: [NAME] })).toThrow(
      /a project with dataFederation/,
    );
  });
});
