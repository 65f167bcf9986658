import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import { AtlasCredentials, AtlasPrivateLink, EndpointSelection } from '../../lib/index.js';
import { API_KEY, STACK, type SynthesisSettings, World, type WorldOptions } from '../../local/world.js';
import { PUSH_PROP } from '../../torture/worlds/push.js';
import { startDeclared } from './declared-stack.js';
import { whenDone } from './open-worlds.js';
import { conclusionsIn, createAndRun, deadLettersIn, registrationsIn } from './scenario-world.js';

const secretOf = (index: number) => `atlas/project-${index}`;

/** Each project has its own credentials, unless all share one secret. */
function synthesize({
  outputFolder,
  atlasBaseUrl,
  projectIds,
}: Omit<SynthesisSettings, 'secretName'>): string {
  const app = new App({ outdir: outputFolder, ...UNCHECKED, context: featureFlags() });
  const stack = new Stack(app, 'AtlasPrivateLink', { env: { account: STACK.account, region: STACK.region } });
  new AtlasPrivateLink(stack, 'AtlasPrivateLink', {
    ...PUSH_PROP,
    projects: projectIds.map((projectId, index) => ({
      projectId,
      credentials: AtlasCredentials.fromSecretName(secretOf(index)),
    })),
    atlasBaseUrl,
    endpointSelection: EndpointSelection.all(),
  });
  app.synth();
  return stack.templateFile;
}

async function startWith(projects: number, synthesizeFor: WorldOptions['synthesize'] = synthesize) {
  const world = whenDone(await World.start({ random: () => 0.5, projects, synthesize: synthesizeFor }));
  for (let index = 0; index < projects; index += 1) world.aws.secrets.put(secretOf(index), API_KEY);
  return world;
}

const readsOf = (world: World) =>
  world.aws.server.calls.filter(({ action }) => action === 'ssm:GetParameters');

const listParametersIn = (world: World) =>
  world.aws.parameters.all.filter(({ name }) => name.startsWith('/atlas-privatelink/projects/'));

describe('an automation with hundreds of projects', () => {
  it.each([28, 300])('of which there are %i deploys, and links in the last one', async (projects) => {
    const world = await startWith(projects);
    await createAndRun(world, { serviceName: world.serviceOf(projects - 1).serviceName });
    expect(conclusionsIn(world)).toMatchObject([
      { outcome: 'available', link: { ProjectId: world.projects[projects - 1]?.id } },
    ]);
    expect([deadLettersIn(world), world.aws.metrics.raised()]).toEqual([[], []]);
    expect(readsOf(world).length).toBeGreaterThan(0);
  });

  it('learns of a project that a deployment adds', async () => {
    const all = 30;
    let known = all - 1;
    const some: WorldOptions['synthesize'] = (settings) =>
      synthesize({ ...settings, projectIds: settings.projectIds.slice(0, known) });
    const world = await startWith(all, some);
    const serviceName = world.serviceOf(all - 1).serviceName;
    await createAndRun(world, { serviceName });
    expect(conclusionsIn(world)).toEqual([]);
    known = all;
    world.aws.deploy(await world.synthesize(some));
    await createAndRun(world, { serviceName });
    expect(conclusionsIn(world)).toMatchObject([
      { outcome: 'available', link: { ProjectId: world.projects[all - 1]?.id } },
    ]);
  });

  it('does nothing if its list has a missing part, and keeps the event', async () => {
    const world = await startWith(28);
    const [first] = listParametersIn(world);
    world.aws.parameters.delete(first?.name ?? '');
    await createAndRun(world);
    expect(registrationsIn(world)).toBe(0);
    expect(conclusionsIn(world)).toEqual([]);
    expect(deadLettersIn(world)).toMatchObject([
      {
        responsePayload: {
          errorType: 'ConfigurationError',
          errorMessage: expect.stringMatching(/missing: \/atlas-privatelink\/projects\/.*deploy it again/),
        },
      },
    ]);
  });
});

describe('a provider with more projects than its environment has room for', () => {
  const start = () => startDeclared({ projects: 30, beside: () => undefined });
  const declared = { also: () => undefined };

  it('creates what a stack declares', async () => {
    const { world, project, create } = await start();
    expect(await create(declared)).toEqual({ status: 'COMPLETE', reason: '' });
    expect(project.services.size).toBe(1);
    expect(readsOf(world).length).toBeGreaterThan(0);
  });

  it('fails the stack at once if its list has a missing part, with what to do', async () => {
    const { world, player, project, create } = await start();
    const [first] = listParametersIn(world);
    world.aws.parameters.delete(first?.name ?? '');
    const { status, reason } = await create(declared);
    expect(status).not.toBe('COMPLETE');
    expect(reason).toMatch(/missing: \/atlas-privatelink\/projects\/.*deploy it again/);
    expect(player.unanswered).toEqual([]);
    expect(project.services.size).toBe(0);
  });
});
