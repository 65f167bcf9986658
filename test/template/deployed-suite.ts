import { cpSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SECRET_NAME, STACK, World, type WorldOptions } from '../../local/world.js';
import { whenDone } from '../scenarios/open-worlds.js';
import { conclusionsIn, createAndRun } from '../scenarios/scenario-world.js';
import { templatesFolder } from './written-templates.js';

const SECRET_ARN = `arn:aws:secretsmanager:${STACK.region}:${STACK.account}:secret:${SECRET_NAME}-A1b2C3`;

/** A world in which the template is deployed with these parameters and the required ones. */
async function deployed(
  parameters: Record<string, string>,
  options: Omit<WorldOptions, 'synthesize' | 'parameters'> = {},
): Promise<World> {
  const world = await World.start({
    random: () => 0.5,
    ...options,
    synthesize: ({ outputFolder }) => {
      cpSync(templatesFolder(), outputFolder, { recursive: true });
      return 'automation.template.json';
    },
    parameters: ({ projectIds, atlasBaseUrl }) => ({
      ProjectIds: projectIds.join(','),
      SecretArn: SECRET_ARN,
      AtlasBaseUrl: atlasBaseUrl,
      ...parameters,
    }),
  });
  return whenDone(world);
}

describe('the template, deployed with parameters', () => {
  it('links an endpoint with the tag, of any of its projects, and no other', async () => {
    const world = await deployed({ SelectTagKey: 'atlas', SelectTagValue: 'yes' }, { projects: 2 });
    const serviceName = world.serviceOf(1).serviceName;
    const { endpointId } = await createAndRun(world, { serviceName, tags: { atlas: 'yes' } });
    await createAndRun(world, { serviceName, tags: { atlas: 'no' } });
    expect(conclusionsIn(world)).toMatchObject([{ outcome: 'available', link: { EndpointId: endpointId } }]);
  });

  it('links on a tag that is set later, and removes the link with the tag if the parameter says so', async () => {
    const world = await deployed({ SelectTagKey: 'atlas', UnlinkDeselected: 'true', LastLink: 'remove' });
    const { endpointId } = await createAndRun(world);
    world.tagEndpoint(endpointId, { atlas: '' });
    await world.time.run();
    world.untagEndpoint(endpointId, ['atlas']);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available', 'deleted']);
  });

  it('selects by VPC alone', async () => {
    const world = await deployed({ SelectVpcId: 'vpc-0a1b2c3d' });
    await createAndRun(world, { vpcId: 'vpc-0a1b2c3e' });
    const { endpointId } = await createAndRun(world, { vpcId: 'vpc-0a1b2c3d' });
    expect(conclusionsIn(world)).toMatchObject([{ outcome: 'available', link: { EndpointId: endpointId } }]);
  });

  it('ends a link as timed out after the given time', async () => {
    const timings = { linkSeconds: 3000 };
    const world = await deployed({ SelectAll: 'true', LinkTimeoutSeconds: '120' }, { timings });
    await createAndRun(world);
    expect(conclusionsIn(world)).toMatchObject([{ outcome: 'timed-out' }]);
  });
});
