import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { featureFlags } from '../../bin/synthesize.js';
import { INLINE_TEMPLATE_BYTES } from '../../lambda/contract/limits.js';
import { type AtlasHub, MemberParts } from '../../lib/index.js';
import { StackTemplate } from '../../local/aws/cloudformation/stack-template.js';
import { memberTemplate } from '../lib/member/synthesized-member.js';
import { templatesFolder } from './written-templates.js';

const ROLES = 'member-roles.template.json';
const RULES = 'member.template.json';
const PLACE = { account: '222222222222', region: 'us-east-1', stackName: 'Member' };
const HUB: AtlasHub = { account: '111122223333', region: 'eu-west-1' };
const GIVEN = { HubAccount: '111122223333', HubRegion: 'eu-west-1' };

function fromTemplate(file: string, parameters: Record<string, string>, place = PLACE) {
  return new StackTemplate(templatesFolder(), file, place, { parameters });
}

function fromConstruct(hub: AtlasHub, parts: MemberParts, place = PLACE) {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-test-'));
  try {
    const template = memberTemplate(hub, parts, featureFlags()).toJSON();
    // Their synthesizer's check of the bootstrap.
    const { Parameters: _, Rules: __, ...sections } = template;
    writeFileSync(join(folder, 'member.json'), JSON.stringify(sections));
    return new StackTemplate(folder, 'member.json', place);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As CloudFormation would make them. */
function resourcesOf(template: StackTemplate) {
  return Object.fromEntries(
    template.resources.map(({ logicalId, type, properties }) => [logicalId, { type, properties }]),
  );
}

describe('the member templates make what the construct makes', () => {
  it.each<[string, Record<string, string>, Partial<AtlasHub>]>([
    ['the defaults', {}, {}],
    ['an organization', { OrganizationId: 'o-a1b2c3d4e5' }, { organizationId: 'o-a1b2c3d4e5' }],
    ['another namespace', { Namespace: 'test' }, { namespace: 'test' }],
  ])('of the roles: %s', (_, parameters, hub) => {
    const made = resourcesOf(fromTemplate(ROLES, { ...GIVEN, ...parameters }));
    expect(made).toEqual(resourcesOf(fromConstruct({ ...HUB, ...hub }, MemberParts.ROLES)));
    expect(Object.keys(made)).toHaveLength(4);
  });

  it.each<[string, Record<string, string>, Partial<AtlasHub>, number]>([
    ['the defaults, without tags', {}, {}, 7],
    ['tags', { TagKeys: 'atlas,team:owner' }, { tagKeys: ['atlas', 'team:owner'] }, 8],
    ['another namespace', { Namespace: 'test' }, { namespace: 'test' }, 7],
  ])('of the rules: %s', (_, parameters, hub, count) => {
    const made = resourcesOf(fromTemplate(RULES, { ...GIVEN, ...parameters }));
    expect(made).toEqual(resourcesOf(fromConstruct({ ...HUB, ...hub }, MemberParts.RULES)));
    expect(Object.keys(made)).toHaveLength(count);
  });
});

describe('the rules of a member', () => {
  const typesIn = (place: { account: string; region: string }) =>
    fromTemplate(RULES, { ...GIVEN, TagKeys: 'atlas' }, { ...PLACE, ...place }).resources.map(
      ({ type }) => type,
    );

  it.each([
    ["the hub's account in another Region", { account: '111122223333', region: 'us-east-1' }],
    ["another account in the hub's Region", { account: '222222222222', region: 'eu-west-1' }],
  ])('are made in %s', (_, place) => {
    expect(typesIn(place).filter((type) => type === 'AWS::Events::Rule')).toHaveLength(5);
  });

  it('are not made where the hub is, which has its own: the parameter alone', () => {
    expect(typesIn({ account: '111122223333', region: 'eu-west-1' })).toEqual(['AWS::SSM::Parameter']);
  });
});

describe('a member template', () => {
  const text = (file: string) => readFileSync(join(templatesFolder(), file), 'utf8');

  it.each([ROLES, RULES])('%s fits into a request, without a bucket, and has no asset', (file) => {
    expect(Buffer.byteLength(text(file))).toBeLessThan(INLINE_TEMPLATE_BYTES);
    expect(text(file)).not.toMatch(/AWS::Lambda|"Code"|S3Key|AWS::SecretsManager|\.zip/);
  });

  it('of a Region has no IAM, whose names are those of the whole account', () => {
    expect(text(RULES)).not.toContain('AWS::IAM::');
    expect(text(ROLES)).toContain('"AWS::IAM::Role"');
  });

  it.each([
    [{ HubAccount: '1111' }, 'Expected an account id of 12 digits.'],
    [{ HubRegion: 'EU_WEST_1' }, 'Expected an AWS Region such as eu-west-1.'],
    [{ Namespace: 'Test' }, 'Expected 1 to 32 lower-case letters'],
    [{ OrganizationId: 'r-ab12' }, 'Expected the id of an organization'],
  ])('refuses %j', (parameters, message) => {
    expect(() => fromTemplate(ROLES, { ...GIVEN, ...parameters })).toThrow(message);
  });
});
