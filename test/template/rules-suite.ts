import { describe, expect, it } from 'vitest';
import { StackTemplate } from '../../local/aws/cloudformation/stack-template.js';
import { STACK } from '../../local/world.js';
import { GIVEN, SELECTED, templatesFolder } from './written-templates.js';

const OTHER_PROJECT_ID = '6a793f63c0eb9e7a177153f6';

function automation(parameters: Record<string, string>): StackTemplate {
  return new StackTemplate(templatesFolder(), 'automation.template.json', STACK, { parameters });
}

function provider(parameters: Record<string, string>): StackTemplate {
  return new StackTemplate(templatesFolder(), 'provider.template.json', STACK, { parameters });
}

const SUBNETS = { VpcId: 'vpc-0a1b', SubnetIds: 'subnet-0a1b,subnet-0a1c' };

describe('contradicting parameters are refused before a resource is created', () => {
  it.each([
    [GIVEN, 'Which VPC endpoints may be linked?'],
    [{ ...SELECTED, SelectAll: 'true' }, 'exclude each other'],
    [{ ...GIVEN, SelectVpcId: 'vpc-0a', SelectAll: 'true' }, 'exclude each other'],
    [{ ...GIVEN, SelectAll: 'true', SelectTagValue: 'yes' }, 'SelectTagValue needs SelectTagKey'],
    [{ ...SELECTED, VpcId: 'vpc-0a1b' }, 'VpcId and SubnetIds belong together'],
    [{ ...SELECTED, SubnetIds: 'subnet-0a1b' }, 'VpcId and SubnetIds belong together'],
    [{ ...SELECTED, SecurityGroupIds: 'sg-0a1b' }, 'SecurityGroupIds needs VpcId'],
    [{ ...SELECTED, ProjectIds2: GIVEN.ProjectIds }, 'ProjectIds2 and SecretArn2 belong together'],
    [{ ...SELECTED, SecretArn2: GIVEN.SecretArn }, 'ProjectIds2 and SecretArn2 belong together'],
    [
      { ...SELECTED, ProjectIds2: GIVEN.ProjectIds, SecretArn2: GIVEN.SecretArn },
      'ProjectIds2 is the same as ProjectIds. List each project once, with one set of credentials.',
    ],
  ])('%j', (parameters, message) => {
    expect(() => automation(parameters)).toThrow(message);
  });

  it.each([
    [SELECTED],
    [{ ...GIVEN, SelectAll: 'true' }],
    [{ ...SELECTED, SelectVpcId: 'vpc-0a', SelectTagValue: 'yes' }],
    [{ ...SELECTED, ...SUBNETS }],
    [{ ...SELECTED, ...SUBNETS, SecurityGroupIds: 'sg-0a1b' }],
    [{ ...SELECTED, ProjectIds2: OTHER_PROJECT_ID, SecretArn2: GIVEN.SecretArn }],
  ])('%j is accepted', (parameters) => {
    expect(() => automation(parameters)).not.toThrow();
  });
});

describe('contradicting parameters of the provider are refused before a resource is created', () => {
  it.each([
    [{ VpcId: 'vpc-0a1b' }, 'VpcId and SubnetIds belong together'],
    [{ SecurityGroupIds: 'sg-0a1b' }, 'SecurityGroupIds needs VpcId'],
    [{ SecretArn2: GIVEN.SecretArn }, 'ProjectIds2 and SecretArn2 belong together'],
    [{ ProjectIds2: GIVEN.ProjectIds, SecretArn2: GIVEN.SecretArn }, 'ProjectIds2 is the same as ProjectIds'],
  ])('%j', (parameters, message) => {
    expect(() => provider({ ...GIVEN, ...parameters })).toThrow(message);
    expect(() => provider(GIVEN)).not.toThrow();
  });
});

describe('a value of the wrong form is refused with the expected form', () => {
  it.each([
    [{ ProjectIds: 'payments' }, 'Expected 1 to 40 Atlas project ids'],
    [{ ProjectIds: `${GIVEN.ProjectIds}, ${GIVEN.ProjectIds}` }, 'without spaces'],
    [{ SecretArn: 'atlas/automation' }, 'Expected the complete ARN of a secret'],
    [{ SecretArn: GIVEN.SecretArn.replace('-A1b2C3', '') }, 'Expected the complete ARN of a secret'],
    [{ SelectTagKey: 'a"b' }, 'Expected a text without quotation marks'],
    [{ SelectTagKey: 'a\\b' }, 'Expected a text without quotation marks'],
    [{ AtlasBaseUrl: 'https://cloud.mongodb.com/' }, 'Expected an https URL without path or trailing slash'],
    [{ AtlasBaseUrl: 'http://cloud.mongodb.com' }, 'Expected an https URL'],
    [{ AlarmEmail: 'on-call' }, 'Expected an e-mail address'],
    [{ SubnetIds: 'subnet-0a1b, subnet-0a1c' }, 'without spaces'],
    [{ LastLink: 'drop' }, 'must be one of [keep, remove]'],
    [{ UnlinkDeselected: 'yes' }, 'must be one of [true, false]'],
    [{ LinkTimeoutSeconds: '30' }, 'must be at least 60'],
    [{ LinkTimeoutSeconds: '' }, 'must be a number'],
    [{ LogRetentionDays: '91' }, 'must be one of [1, 3, 5'],
    [{ RunbookUrl: 'https://wiki.example/#atlas' }, 'Expected a URL without "#"'],
    [{ Projects: 'x' }, 'Parameters: [Projects] do not exist in the template'],
  ])('%j', (parameters, message) => {
    expect(() => automation({ ...SELECTED, ...parameters })).toThrow(message);
  });

  it('and a parameter without a default is required', () => {
    expect(() => automation({ SelectTagKey: 'atlas' })).toThrow(
      'Parameters: [ProjectIds, SecretArn] must have values',
    );
  });
});
