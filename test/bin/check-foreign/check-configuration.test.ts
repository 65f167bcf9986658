/**
 * The plumbing of `npm run check:foreign`, with a program that stands for Terraform. It does not say whether MongoDB's
 * provider works with the simulator: only the provider itself does.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ACCOUNT_CONFIGURATIONS } from '../../../bin/check-foreign/account-configurations.js';
import { checkConfiguration, importIdOf } from '../../../bin/check-foreign/check-configuration.js';
import { CLUSTER_SOURCES } from '../../../bin/check-foreign/cluster-differences.js';
import { CONFIGURATIONS, type Configuration } from '../../../bin/check-foreign/configurations.js';
import { differences } from '../../../bin/check-foreign/differences.js';
import { lookUp, OUR_LOOKUPS } from '../../../bin/check-foreign/our-lookups.js';
import { ran, versionOf } from '../../../bin/check-foreign/terraform.js';
import { type Answers, FakeTerraform } from './fake-terraform.js';

const CONFIGURATIONS_FOLDER = FakeTerraform.CONFIGURATIONS;
let programs: FakeTerraform[] = [];

afterEach(() => {
  for (const program of programs) program.remove();
  programs = [];
});

function fake(answers: Answers = {}): string {
  const program = new FakeTerraform(answers);
  programs.push(program);
  return program.path;
}

const calls = () => programs.flatMap((program) => program.calls);
const named = (name: string): Configuration => {
  const found = CONFIGURATIONS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no configuration "${name}".`);
  return found;
};
const check = (name: string, program: string) =>
  checkConfiguration(program, CONFIGURATIONS_FOLDER, named(name));

const REGIONAL_MODE = 'mongodbatlas_private_endpoint_regional_mode.this';
const STATE = JSON.stringify({
  values: {
    root_module: {
      resources: [{ address: REGIONAL_MODE, mode: 'managed', type: 'x', values: { project_id: 'PROJECT' } }],
    },
  },
});

describe('a configuration', () => {
  it('is applied, planned, read, imported, planned again and destroyed', async () => {
    expect(await check('regional-mode', fake({ show: { text: STATE } }))).toMatch(/^applied, .* destroyed$/);
    const names = calls().map((call) => call.replace(/ -\S+/g, ''));
    const projectId = /^[0-9a-f]{24}$/;
    expect(names.map((name) => name.replace(/[0-9a-f]{24}$/, 'ID'))).toEqual([
      'init',
      'apply',
      'plan',
      'show',
      'show',
      `state rm ${REGIONAL_MODE}`,
      `import ${REGIONAL_MODE} ID`,
      'plan',
      'destroy',
    ]);
    expect(names[6]?.split(' ').at(-1)).toMatch(projectId);
    expect(calls().join()).not.toContain('aaaa-4bbb');
  });

  it('with a plan that changes something fails', async () => {
    const program = fake({ show: { text: STATE }, plan: { code: 2, text: '1 to change' } });
    await expect(check('regional-mode', program)).rejects.toThrow(
      /plan after apply ended with 2.*\n1 to change/,
    );
  });

  it('without a provider is told apart from one that is wrong', async () => {
    const missing = fake({ init: { code: 1, text: 'Error: Failed to query available provider packages' } });
    await expect(check('seed', missing)).rejects.toThrow(
      expect.objectContaining({ name: 'NoProviderError' }),
    );
    const wrong = fake({ init: { code: 1, text: 'Error: Invalid block definition' } });
    await expect(check('seed', wrong)).rejects.toThrow(expect.objectContaining({ name: 'Error' }));
  });

  it('whose link is to be rejected fails if it is applied, or if the message is another one', async () => {
    await expect(check('rejected', fake())).rejects.toThrow(/although Atlas rejects/);
    await expect(check('rejected', fake({ apply: { code: 1, text: 'no route' } }))).rejects.toThrow(
      /no route/,
    );
    const text = 'Verify endpoint ID and accepted regions, then retry your connection.';
    expect(await check('rejected', fake({ apply: { code: 1, text } }))).toMatch(/destroyed$/);
  });

  it('stands in a file of its own, and each file is one', () => {
    const files = readdirSync(CONFIGURATIONS_FOLDER).filter((file) => !/^(aws-)?provider\.tf$/.test(file));
    const all = [...CONFIGURATIONS, ...ACCOUNT_CONFIGURATIONS];
    expect(files.sort()).toEqual(all.map(({ name }) => `${name}.tf`).sort());
    for (const { name, imports } of all) {
      const text = readFileSync(join(CONFIGURATIONS_FOLDER, `${name}.tf`), 'utf8');
      for (const address of Object.keys(imports)) {
        const [type, label] = address.split('.');
        expect(text).toContain(`resource "${type}" "${label}"`);
      }
    }
  });
});

describe('a data source', () => {
  const LINK = 'mongodbatlas_privatelink_endpoint_service';
  const entry = (values: Readonly<Record<string, unknown>>, type = LINK) => ({
    address: 'data.x',
    mode: 'data' as const,
    type,
    values,
  });

  it('is compared field by field with our lookup, where null, empty and false are the same', () => {
    const values = {
      interface_endpoint_id: 'vpce-1',
      error_message: null,
      aws_connection_status: 'AVAILABLE',
    };
    const found = {
      CloudProvider: 'AWS',
      InterfaceEndpointId: 'vpce-1',
      ErrorMessage: '',
      ConnectionStatus: 'AVAILABLE',
    };
    expect(differences(entry(values), found)).toEqual([]);
    expect(differences(entry(values), { ...found, ConnectionStatus: 'PENDING' })).toEqual([
      'aws_connection_status is "AVAILABLE", and ConnectionStatus of our lookup is "PENDING"',
    ]);
  });

  it('has a status for its own cloud only, and endpoints without port mapping only', () => {
    const values = { azure_status: 'AVAILABLE', gcp_status: '', endpoints: [] };
    const found = { CloudProvider: 'AZURE', ConnectionStatus: 'AVAILABLE' };
    expect(differences(entry(values), found)).toEqual([]);
    expect(differences(entry(values), { ...found, ConnectionStatus: 'FAILED' })).toHaveLength(1);
    const group = { Endpoints: [{ EndpointName: 'e', IpAddress: '10.0.0.2' }] };
    expect(
      differences(entry({ endpoints: [{ endpoint_name: 'e', ip_address: '10.0.0.2' }] }), group),
    ).toEqual([]);
    expect(differences(entry({ endpoints: [] }), group)).toHaveLength(1);
    expect(differences(entry({ endpoints: [] }), { ...group, PortMappingEnabled: true })).toEqual([]);
  });

  it('with several results is compared with lists', () => {
    const type = 'mongodbatlas_privatelink_endpoints';
    const results = [{ private_link_id: 'a', region_name: 'EU_WEST_1', status: 'AVAILABLE' }];
    const found = { EndpointServiceIds: ['a'], RegionNames: ['EU_WEST_1'], Statuses: ['AVAILABLE'] };
    expect(differences(entry({ results }, type), found)).toEqual([]);
    expect(differences(entry({ results: [] }, type), found)).toHaveLength(3);
  });

  it('that a configuration has is one for which there is a lookup, or one of clusters', async () => {
    const texts = CONFIGURATIONS.map(({ name }) =>
      readFileSync(join(CONFIGURATIONS_FOLDER, `${name}.tf`), 'utf8'),
    );
    const types = texts.flatMap((text) => [...text.matchAll(/^data "(\w+)"/gm)].map(([, type]) => type));
    const compared = [...Object.keys(OUR_LOOKUPS), ...CLUSTER_SOURCES];
    expect(compared).toEqual(expect.arrayContaining([...new Set(types)]));
    await expect(lookUp({} as never, entry({}, 'mongodbatlas_cluster'))).rejects.toThrow(/no lookup/);
  });
});

it('an import id consists of attributes', () => {
  expect(importIdOf('{project_id}--{endpoint_id}', { project_id: 'p', endpoint_id: 'e' })).toBe('p--e');
});

it('a program that is not there has no version', async () => {
  expect(await versionOf('/nowhere/terraform')).toBeUndefined();
  expect(
    (await ran(fake({ version: { text: 'Terraform v1.2.3' } }), ['version'], '.', process.env)).code,
  ).toBe(0);
  expect(await versionOf(fake({ version: { text: 'Terraform v1.2.3' } }))).toBe('v1.2.3');
});
