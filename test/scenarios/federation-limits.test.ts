/** Endpoints to Data Federation of places that a project does not allow, and automations beside each other. */
import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import { LOCAL_ORGANIZATION } from '../../bin/synthesize-hub.js';
import {
  AtlasCredentials,
  AtlasMembers,
  AtlasPrivateLink,
  type AtlasProject,
  EndpointSelection,
} from '../../lib/index.js';
import { STACK, type SynthesisSettings, World } from '../../local/world.js';
import { PUSH_PROP } from '../../torture/worlds/push.js';
import { cached } from '../../torture/worlds/synthesis-cache.js';
import { reconcile, recordOf } from './automation-world.js';
import {
  createFederated,
  federationCallsIn,
  federationPostsIn,
  PROJECT_TAG,
  registeredIn,
  startFederated,
} from './federated-world.js';
import { whenDone } from './open-worlds.js';
import { conclusionsIn, deadLettersIn, linkExecutionsIn, statusTagOf } from './scenario-world.js';

const ELSEWHERE = '999988887777';

/** Limits are for automations that serve several places. */
const membersOf = (namespace: string) =>
  AtlasMembers.organization(LOCAL_ORGANIZATION, { regions: [STACK.region, 'us-east-1'], namespace });

/** Two automations in one stack, each with one project that wants endpoints to Data Federation. */
async function startTwo(first: Partial<AtlasProject>, second: Partial<AtlasProject>): Promise<World> {
  const synthesize = cached(['two federated', first, second], (given) =>
    synthesizeTwo(given, [first, second]),
  );
  return whenDone(await World.start({ random: () => 0.5, projects: 2, synthesize }));
}

function synthesizeTwo(
  { outputFolder, atlasBaseUrl, projectIds, secretName }: SynthesisSettings,
  settings: readonly Partial<AtlasProject>[],
): string {
  const app = new App({ outdir: outputFolder, ...UNCHECKED, context: featureFlags() });
  const stack = new Stack(app, 'Two', { env: { account: STACK.account, region: STACK.region } });
  const credentials = AtlasCredentials.fromSecretName(secretName);
  for (const [index, setting] of settings.entries())
    new AtlasPrivateLink(stack, `Number${index}`, {
      ...PUSH_PROP,
      projects: [{ projectId: projectIds[index] ?? '', credentials, dataFederation: true, ...setting }],
      atlasBaseUrl,
      endpointSelection: EndpointSelection.all(),
      members: membersOf(`number${index}`),
    });
  app.synth();
  return stack.templateFile;
}

describe('an endpoint to Data Federation that no project of an automation allows', () => {
  it('is left to another automation, without record, execution, tag or dead letter', async () => {
    const world = await startTwo({ accounts: [ELSEWHERE] }, {});
    const endpoint = await createFederated(world);
    await reconcile(world);
    expect(Object.keys(registeredIn(world, 1))).toEqual([endpoint.endpointId]);
    expect(registeredIn(world, 0)).toEqual({});
    expect(conclusionsIn(world)).toMatchObject([
      { outcome: 'available', link: { ProjectId: world.projects[1]?.id } },
    ]);
    expect(recordOf(world, endpoint.endpointId)).toMatchObject({ state: 'available', owner: /Number1/ });
    expect([statusTagOf(endpoint), deadLettersIn(world)]).toEqual(['available', []]);
  });

  it.each([
    ['the only one', [{ dataFederation: true, accounts: [ELSEWHERE] }, {}]],
    [
      'none of several',
      [
        { dataFederation: true, accounts: [ELSEWHERE] },
        { dataFederation: true, regions: ['us-east-1'] },
      ],
    ],
  ])('is not reported as failed (%s), and one line says why', async (_name, settings) => {
    const world = await startFederated({ settings, props: { members: membersOf('one') } });
    const endpoint = await createFederated(world);
    await reconcile(world);
    expect([linkExecutionsIn(world), conclusionsIn(world), federationPostsIn(world)]).toEqual([[], [], 0]);
    expect([recordOf(world, endpoint.endpointId), statusTagOf(endpoint)]).toEqual([undefined, undefined]);
    expect(world.aws.logs).toContainEqual(
      expect.objectContaining({ level: 'WARN', reason: expect.stringMatching(/limits? .*account/i) }),
    );
    expect([deadLettersIn(world), world.aws.metrics.raised()]).toEqual([[], []]);
  });

  it('is refused once, with the limits, if its tag names the project', async () => {
    const world = await startFederated({
      settings: [{ dataFederation: true, accounts: [ELSEWHERE] }],
      props: { members: membersOf('one') },
    });
    const tags = { [PROJECT_TAG]: world.projects[0]?.id ?? '' };
    const { endpointId } = await createFederated(world, { tags });
    expect(conclusionsIn(world)).toMatchObject([
      { outcome: 'failed', message: expect.stringContaining(`accounts ${ELSEWHERE}`) },
    ]);
    // The project is not read, and another automation may have it, with other limits.
    expect([federationCallsIn(world), recordOf(world, endpointId)]).toEqual([0, undefined]);
  });
});
