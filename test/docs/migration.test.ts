/** Tests the recipes of docs/migration.md that use Terraform and the CDK. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImportedEndpointStack } from '../../examples/imported-endpoint/stack.js';
import { documentText } from './documents.js';

const text = documentText('docs/migration.md');

/** Code blocks of a language without indentation, which they have in a list. */
function blocks(language: string): string[] {
  const found = [...text.matchAll(new RegExp(`^( *)\`\`\`${language}\n([\\s\\S]*?)^ *\`\`\``, 'gm'))];
  return found.map(([, indentation = '', block = '']) =>
    block.replace(new RegExp(`^${indentation}`, 'gm'), ''),
  );
}

const LINK = 'mongodbatlas_privatelink_endpoint_service.atlas';
const KEYED = 'module.network.mongodbatlas_privatelink_endpoint_service.atlas["eu"]';

function resource(type: string, provider: string, place: object = {}, key: object = {}) {
  return {
    ...place,
    mode: 'managed',
    type,
    name: 'atlas',
    provider: `provider["registry.terraform.io/${provider}"]`,
    instances: [{ ...key, schema_version: 0, attributes: { id: type } }],
  };
}

const STATE = {
  version: 4,
  terraform_version: '1.5.0',
  serial: 1,
  lineage: 'migration',
  outputs: {},
  resources: [
    resource('aws_vpc_endpoint', 'hashicorp/aws'),
    resource('mongodbatlas_privatelink_endpoint', 'mongodb/mongodbatlas'),
    resource('mongodbatlas_privatelink_endpoint_service', 'mongodb/mongodbatlas'),
    resource(
      'mongodbatlas_privatelink_endpoint_service',
      'mongodb/mongodbatlas',
      { module: 'module.network' },
      { index_key: 'eu' },
    ),
  ],
};

const hasTerraform = spawnSync('terraform', ['version']).status === 0;

describe.skipIf(!hasTerraform)('Terraform', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-migration-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function terraform(...parameters: string[]): string {
    const env = { ...process.env, CHECKPOINT_DISABLE: '1', TF_CLI_ARGS: '-no-color' };
    return execFileSync('terraform', parameters, { cwd: folder, encoding: 'utf8', stdio: 'pipe', env });
  }
  const write = (name: string, content: string) => writeFileSync(join(folder, name), content);
  const addresses = () => terraform('state', 'list').trim().split('\n');

  it('accepts the blocks of the document, in canonical format', () => {
    expect(blocks('hcl')).toHaveLength(3);
    for (const [index, block] of blocks('hcl').entries()) write(`${index}.tf`, block);
    expect(terraform('fmt', '-check', '-diff')).toBe('');
  });

  it('forgets exactly what each command of the document names', () => {
    const commands = blocks('sh').flatMap((block) => block.match(/^terraform state rm .*$/gm) ?? []);
    expect(commands).toHaveLength(2);
    for (const command of commands) {
      write('terraform.tfstate', JSON.stringify(STATE));
      const before = addresses();
      const named = command.replace('terraform state rm ', '').split(' ');
      terraform('state', 'rm', ...named);
      expect(addresses()).toEqual(before.filter((address) => !named.includes(address)));
    }
  });

  it('finds a link in a module with a key by the address of the document', () => {
    expect(text).toContain(`'${KEYED}'`);
    write('terraform.tfstate', JSON.stringify(STATE));
    terraform('state', 'rm', KEYED);
    expect(addresses()).toContain(LINK);
    expect(addresses()).not.toContain(KEYED);
  });

  it('forgets with the removed block, and destroys nothing', () => {
    write('main.tf', 'resource "terraform_data" "atlas" {\n}\n');
    terraform('init', '-input=false');
    terraform('apply', '-auto-approve', '-input=false');
    const [removed = ''] = blocks('hcl').filter((block) => block.startsWith('removed'));
    write('main.tf', removed.replace(LINK, 'terraform_data.atlas'));
    expect(terraform('apply', '-auto-approve', '-input=false')).toContain('0 destroyed');
    expect(terraform('state', 'list')).toBe('');
  });
});

describe('the example of an imported endpoint', () => {
  const templateOf = (isImported: boolean) =>
    Template.fromStack(
      new ImportedEndpointStack(new App(), 'Imported', {
        isImported,
        atlasProjectId: '6a793f63c0eb9e7a177153f5',
        atlasSecretName: 'atlas/automation',
        atlasServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
        vpcId: 'vpc-0123456789abcdef0',
        subnetIds: ['subnet-0123456789abcdef0'],
        securityGroupIds: ['sg-0123456789abcdef0'],
      }),
    ).toJSON().Resources as Record<string, { Type: string; DeletionPolicy?: string }>;

  it('has only the endpoint at the import, by the logical id of the mapping, and retains it', () => {
    const before = templateOf(false);
    expect(Object.keys(before)).toEqual(Object.keys(JSON.parse(blocks('json')[0] ?? '{}')));
    expect(before.VpcEndpoint).toMatchObject({ Type: 'AWS::EC2::VPCEndpoint', DeletionPolicy: 'Retain' });
  });

  it('leaves the endpoint unchanged when service and link are added', () => {
    const after = templateOf(true);
    expect(after.VpcEndpoint).toEqual(templateOf(false).VpcEndpoint);
    const types = Object.values(after).map(({ Type }) => Type);
    expect(types).toContain('Custom::AtlasPrivateEndpointService');
    expect(types).toContain('Custom::AtlasPrivateEndpointLink');
  });
});
