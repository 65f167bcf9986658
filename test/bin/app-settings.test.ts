import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { readAppSettings } from '../../bin/app-settings.js';
import { settingReader } from '../../bin/setting-table.js';

const COMPLETE = {
  projectId: '6a793f63c0eb9e7a177153f5',
  secretName: 'atlas/automation',
  selectTag: 'atlas=yes',
};

function read(context: Record<string, unknown>, environment: Record<string, string> = {}) {
  return readAppSettings(settingReader((name) => context[name], environment));
}

describe('the settings of the app', () => {
  it('come from context', () => {
    expect(read(COMPLETE)).toMatchObject({
      stackName: 'AtlasPrivateLink',
      projects: [{ projectId: COMPLETE.projectId }],
      atlasBaseUrl: undefined,
    });
  });

  it('come from the environment if context has none', () => {
    const environment = { ATLAS_PROJECT_ID: 'from-environment', STACK_NAME: 'Links' };
    const { projectId: _, ...rest } = COMPLETE;
    expect(read(rest, environment)).toMatchObject({
      stackName: 'Links',
      projects: [{ projectId: 'from-environment' }],
    });
    expect(read(COMPLETE, environment).projects[0]?.projectId).toBe(COMPLETE.projectId);
  });

  it('may list several projects, as JSON text or in cdk.json', () => {
    const projects = [
      { projectId: 'a', secretName: 's' },
      { projectId: 'b', secretName: 't' },
    ];
    for (const value of [projects, JSON.stringify(projects)]) {
      expect(read({ projects: value, selectAll: 'true' }).projects.map(({ projectId }) => projectId)).toEqual(
        ['a', 'b'],
      );
    }
  });

  it('retain last links and links of deselected endpoints by default', () => {
    expect(read(COMPLETE)).toMatchObject({ lastLink: 'keep', unlinkDeselected: false });
    expect(read({ ...COMPLETE, lastLink: 'remove', unlinkDeselected: 'true' })).toMatchObject({
      lastLink: 'remove',
      unlinkDeselected: true,
    });
    expect(() => read({ ...COMPLETE, lastLink: 'drop' })).toThrow(
      'lastLink: expected "keep" or "remove", received "drop"',
    );
    expect(() => read({ ...COMPLETE, unlinkDeselected: 'no' })).toThrow(
      'unlinkDeselected: expected "true", received "no"',
    );
  });

  it('use the ARN of a secret unchanged', () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:atlas/automation-A1b2C3';
    const [project] = read({ ...COMPLETE, secretName: arn }).projects;
    expect(project?.credentials._bind(new Stack(new App(), 'Test'), 'Keys').secretId).toBe(arn);
  });

  it('limit a project to accounts and Regions', () => {
    const projects = [
      { projectId: 'a', secretName: 's', accounts: ['222222222222'], regions: ['eu-west-1'] },
    ];
    expect(read({ projects, selectAll: 'true' }).projects).toMatchObject([
      { accounts: ['222222222222'], regions: ['eu-west-1'] },
    ]);
    expect(read(COMPLETE).projects[0]).not.toHaveProperty('accounts');
  });

  it('serve other accounts if they name an organization, its units, or accounts', () => {
    const hub = new Stack(undefined, 'Hub', { env: { account: '111122223333', region: 'eu-west-1' } });
    const settingOf = (context: Record<string, string>) =>
      read({ ...COMPLETE, memberRegions: 'eu-west-1, us-east-1', ...context }).members?._setting(hub);
    const regions = ['eu-west-1', 'us-east-1'];
    expect(settingOf({ memberOrganizationId: 'o-a1b2c3d4e5' })).toMatchObject({
      hubAccount: '111122223333',
      namespace: 'default',
      regions,
    });
    const units = { memberOrganizationalUnits: 'ou-ab12-11112222', hubNamespace: 'test' };
    expect(settingOf({ memberOrganizationId: 'o-a1b2c3d4e5', ...units })).toMatchObject({
      namespace: 'test',
      regions,
    });
    const accounts = ['222222222222', '333333333333'];
    expect(settingOf({ memberAccounts: accounts.join(',') })).toMatchObject({
      namespace: 'default',
      accounts,
      regions,
    });
    expect(read(COMPLETE).members).toBeUndefined();
  });

  it.each([
    [{}, /"projectId" is missing\. The app takes:\n.*-c projectId=… {2}\(or ATLAS_PROJECT_ID\)/],
    [{ ...COMPLETE, secretName: '' }, /"secretName" is missing/],
    [{ ...COMPLETE, selectTag: undefined }, /"selectTag" is missing/],
    [{ ...COMPLETE, selectAll: 'true' }, /exclude each other/],
    [{ ...COMPLETE, selectTag: undefined, selectAll: 'yes' }, /selectAll: expected "true", received "yes"/],
    [{ ...COMPLETE, vpcId: 'vpc-0a' }, /vpcId and subnetIds belong together/],
    [{ ...COMPLETE, securityGroupIds: 'sg-0a' }, /securityGroupIds needs both/],
    [{ ...COMPLETE, selectTag: undefined, selectVpcId: 'vpc-0a', selectAll: 'true' }, /exclude each other/],
    [{ ...COMPLETE, maxConcurrency: 'many' }, /maxConcurrency: expected a whole number, received "many"/],
    [{ ...COMPLETE, dashboard: 'true' }, /dashboard: expected "false", received "true"/],
    [{ projects: 'p1,p2', selectAll: 'true' }, /projects: expected JSON .*received p1,p2/],
    [
      { projects: '[{"projectId":5,"secretName":7}]', selectAll: 'true' },
      /projects: expected JSON .* with texts, received \[\{"projectId":5/,
    ],
    [{ projects: '["a"]', selectAll: 'true' }, /projects: expected JSON/],
    [
      { projects: '[{"projectId":"a","secretName":"b","accounts":"222222222222"}]', selectAll: 'true' },
      /projects: expected JSON .*; "accounts", "regions" and "remoteRegions" of a project are lists of texts/,
    ],
    [{ ...COMPLETE, memberRegions: 'eu-west-1' }, /memberRegions and hubNamespace need memberOrganizationId/],
    [{ ...COMPLETE, memberOrganizationalUnits: 'ou-ab12-11112222' }, /memberOrganizationalUnits needs/],
    [
      { ...COMPLETE, memberAccounts: '222222222222', memberOrganizationalUnits: 'ou-ab12-11112222' },
      /memberOrganizationalUnits needs memberOrganizationId/,
    ],
    [
      { ...COMPLETE, memberAccounts: '222222222222', memberOrganizationId: 'o-a1b2c3d4e5' },
      /memberOrganizationId and memberAccounts exclude each other/,
    ],
    [{ ...COMPLETE, memberAccounts: '222222222222' }, /regions: expected at least one Region, received none/],
    [{ projects: '[{"projectId":"a"}]', selectAll: 'true' }, /"secretName" is missing/],
  ])('%j is refused', (context, message) => {
    expect(() => read(context)).toThrow(message);
  });
});
