/**
 * The plumbing of `npm run check:foreign` for configurations with a VPC endpoint, with an object that plays Terraform in
 * the local world. It does not say whether AWS's provider works with the local EC2: only the provider itself does.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { ENDPOINT } from '../../../bin/check-foreign/account-configurations.js';
import { type AccountStage, carryOut } from '../../../bin/check-foreign/account-stages.js';
import { checkAccountConfiguration } from '../../../bin/check-foreign/check-account-configuration.js';
import type { Ran, StateEntry, TerraformRun } from '../../../bin/check-foreign/terraform.js';
import { DEFAULT_GROUP_ID } from '../../../local/aws/ec2/network.js';
import { Ec2EndpointClient } from '../../../local/aws/ec2-endpoint-client.js';
import type { World } from '../../../local/world.js';
import { startBareWorld } from '../../local/bare-world.js';
import { closeWorlds } from '../../scenarios/open-worlds.js';
import { FakeTerraform } from './fake-terraform.js';

afterEach(closeWorlds);

const GROUPS = [DEFAULT_GROUP_ID, 'sg-0b0b0b0b0b0b0b0b0'];
const HAS_LINKS = 'CANNOT_DELETE_PRIVATE_ENDPOINT_SERVICE_WITH_ENDPOINTS';

/** Makes one endpoint with a link, as a user of EC2 and Atlas. Tests replace single steps. */
class PlayedTerraform implements TerraformRun {
  readonly commands: string[] = [];
  private endpointId: string | undefined;

  constructor(private readonly world: World) {}

  async run(command = ''): Promise<Ran> {
    this.commands.push(command);
    if (command === 'apply') return { code: 0, text: await this.apply() };
    return command === 'destroy' ? this.destroy() : { code: 0, text: '' };
  }

  async expect(...parameters: readonly string[]): Promise<string> {
    const { code, text } = await this.run(...parameters);
    if (code !== 0) throw new Error(text);
    return text;
  }

  async expectNoChange(): Promise<void> {
    this.commands.push('plan');
  }

  async state(): Promise<readonly StateEntry[]> {
    return [
      { address: ENDPOINT, mode: 'managed', type: 'aws_vpc_endpoint', values: { id: this.endpointId } },
    ];
  }

  changedText = 'Apply complete! Resources: 0 added, 1 changed, 0 destroyed.';
  changedGroups = GROUPS;

  private async apply(): Promise<string> {
    const { aws, atlas, service, time } = this.world;
    if (this.endpointId !== undefined) {
      aws.endpoints.tag(this.endpointId, { Name: 'second' });
      this.client.change(this.endpointId, {
        subnetIds: [],
        securityGroupIds: this.changedGroups,
        privateDnsEnabled: false,
      });
      return this.changedText;
    }
    const { endpointId } = this.world.createVpcEndpoint({ tags: { Name: 'first' } });
    this.endpointId = endpointId;
    atlas.world.createLink(service, endpointId, {});
    // Atlas decides about a link in the background, for which a run without a limit does not wait.
    await time.run(600);
    return '';
  }

  private get client() {
    const { aws, time } = this.world;
    const { account, region, endpoints, trail } = aws;
    return new Ec2EndpointClient({ place: { account, region }, time, endpoints, trail });
  }

  async destroy(): Promise<Ran> {
    await this.removeLink();
    if (this.endpointId !== undefined) this.client.delete([this.endpointId]);
    return { code: 0, text: '' };
  }

  /** With the service, whose last link it is. */
  async removeLink(): Promise<void> {
    this.world.projects[0]?.services.clear();
  }
}

async function start(linkedBy: 'terraform' | 'automation' = 'terraform') {
  const world = await startBareWorld();
  const [project] = world.projects;
  if (project === undefined) throw new Error('The world has no project.');
  const stage: AccountStage = {
    world,
    project,
    configuration: { name: 'x', linkedBy, imports: { [ENDPOINT]: '{id}' } },
    change: () => undefined,
    changed: { name: 'second', groupIds: GROUPS },
  };
  return { world, terraform: new PlayedTerraform(world), stage };
}

describe('a configuration with a VPC endpoint', () => {
  it('is applied, planned, imported, changed in place and destroyed', async () => {
    const { terraform, stage } = await start();
    expect(await carryOut(terraform, stage)).toMatch(/^applied, linked by Terraform.*, destroyed, recorded/);
    expect(terraform.commands).toEqual([
      'apply',
      'plan',
      'state',
      'import',
      'plan',
      'apply',
      'plan',
      'destroy',
    ]);
  });

  it('fails if a change replaces the endpoint', async () => {
    const { terraform, stage } = await start();
    terraform.changedText = 'Apply complete! Resources: 1 added, 0 changed, 1 destroyed.';
    await expect(carryOut(terraform, stage)).rejects.toThrow(/not made in place/);
  });

  it('fails if EC2 does not show the change', async () => {
    const { terraform, stage } = await start();
    terraform.changedGroups = [DEFAULT_GROUP_ID];
    await expect(carryOut(terraform, stage)).rejects.toThrow(/EC2 shows second,sg-0a/);
  });

  it('fails if the endpoint is left', async () => {
    const { terraform, stage } = await start();
    terraform.destroy = async () => ({ code: 0, text: '' });
    await expect(carryOut(terraform, stage)).rejects.toThrow(/left the VPC endpoint/);
  });

  it.each([
    ['terraform', HAS_LINKS],
    ['automation', 'no route'],
  ] as const)('fails if destroy fails: linked by %s, %s', async (linkedBy, text) => {
    const { terraform, stage } = await start(linkedBy);
    tagWhenCreated(stage.world);
    terraform.destroy = async () => ({ code: 1, text });
    await expect(carryOut(terraform, stage)).rejects.toThrow(`destroy ended with 1:\n${text}`);
  });

  it('is destroyed again once the automation has removed the link', async () => {
    const { terraform, stage } = await start('automation');
    tagWhenCreated(stage.world);
    const whole = terraform.destroy.bind(terraform);
    terraform.destroy = async () => {
      terraform.destroy = whole;
      await terraform.removeLink();
      return { code: 1, text: `409 ${HAS_LINKS}` };
    };
    expect(await carryOut(terraform, stage)).toContain(
      ', destroyed once the automation had removed the link,',
    );
    expect(terraform.commands.slice(-2)).toEqual(['destroy', 'destroy']);
  });

  it("is skipped without AWS's provider, before a world is started", async () => {
    const program = new FakeTerraform({
      init: { code: 1, text: 'Error: Failed to query available provider packages' },
    });
    try {
      const startWorld = () => Promise.reject(new Error('a world was started'));
      const configuration = { name: 'seed-with-endpoint', linkedBy: 'terraform', imports: {} } as const;
      await expect(
        checkAccountConfiguration(program.path, FakeTerraform.CONFIGURATIONS, configuration, startWorld),
      ).rejects.toThrow(expect.objectContaining({ name: 'NoProviderError' }));
      expect(program.calls).toHaveLength(1);
    } finally {
      program.remove();
    }
  });
});

/** As the automation does once it has linked an endpoint. */
function tagWhenCreated(world: World): void {
  const create = world.createVpcEndpoint.bind(world);
  world.createVpcEndpoint = (request = {}) =>
    create({ ...request, tags: { ...request.tags, 'atlas-privatelink:status': 'available' } });
}
