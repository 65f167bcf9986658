import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SERVICE_TOKEN_EXPORT } from '../../lambda/contract/custom-resources.js';
import { ROOT } from '../docs/documents.js';
import { startDeclared } from './declared-stack.js';

describe('the example template in YAML', () => {
  it('creates service, endpoint, link and data source, and leaves nothing after its deletion', async () => {
    const { world, player, project } = await startDeclared();
    const template = world.template(join(ROOT, 'examples/terraform-equivalent'), 'template.yaml', {
      parameters: {
        AtlasProjectId: project.id,
        VpcId: 'vpc-0a1b2c3d4e5f60718',
        SubnetIds: ['subnet-0a1b2c3d4e5f60718'],
        SecurityGroupIds: ['sg-0a1b2c3d4e5f60718'],
      },
      imports: { [SERVICE_TOKEN_EXPORT]: world.aws.functions.arnOf('HandleCustomResource') },
    });
    const creation = player.create(template);
    await world.time.run();
    expect(await creation).toEqual({ status: 'COMPLETE', reason: '' });
    expect(template.live.get('Data')?.attributes).toMatchObject({
      ConnectionStatus: 'AVAILABLE',
      InterfaceEndpointId: template.live.get('VpcEndpoint')?.physicalId,
    });
    const deletion = player.delete();
    await world.time.run();
    expect(await deletion).toMatchObject({ status: 'COMPLETE' });
    await world.time.run(120);
    world.atlas.world.settle();
    expect(project.services.size).toBe(0);
  });
});
