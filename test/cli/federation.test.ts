/** The command line and registrations with Data Federation of several projects. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { World } from '../../local/world.js';
import { recordOf } from '../scenarios/automation-world.js';
import {
  FEDERATION_SERVICE,
  OWN_COMMENT,
  PROJECT_TAG,
  registeredIn,
  startLastingFederated,
  synthesizeFederated,
} from '../scenarios/federated-world.js';
import { type CommandLineWorld, openToCommandLine } from './command-line.js';

const TIMEOUT_MILLISECONDS = 120_000;
const BOTH = [{ dataFederation: true }, { dataFederation: true }];

let world: World;
let cli: CommandLineWorld;
let one: string;
let other: string;

beforeAll(async () => {
  world = await startLastingFederated({ settings: BOTH });
  [one = '', other = ''] = world.projects.map(({ id }) => id);
  cli = openToCommandLine(world);
}, TIMEOUT_MILLISECONDS);

afterAll(() => cli.stop());

function register(projectIndex: number, endpointId: string, comment: string): void {
  world.projects[projectIndex]?.dataFederation.register({ endpointId, provider: 'AWS', comment });
}

/** The world runs by itself. */
function create(tags: Record<string, string> = {}): string {
  return world.createVpcEndpoint({ serviceName: FEDERATION_SERVICE, tags }).endpointId;
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

/** Waits until the record of an endpoint says that it is available in a project. */
const untilRecorded = (endpointId: string, projectId: string) =>
  until(() =>
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'available', link: { ProjectId: projectId } }),
  );

/** Waits until a function has logged that a registration is not moved. */
const untilNotMoved = (endpointId: string) =>
  until(() =>
    expect(world.aws.logs).toContainEqual(
      expect.objectContaining({ endpointId, reason: expect.stringMatching(/not moved/) }),
    ),
  );

/** The list of an endpoint's rows, without the widths of the columns. */
async function rowsOf(endpointId: string): Promise<string[]> {
  const { stdout } = await cli.runWith({ COLUMNS: '400' }, 'list', '--output', 'wide');
  return stdout
    .split('\n')
    .filter((line) => line.startsWith(endpointId))
    .map((line) => line.replace(/ +/g, ' '));
}

/** Waits until the registration is removed. */
const unlink = (endpointId: string) => cli.run('unlink', endpointId, '--yes');

describe('host names of federated databases', { timeout: TIMEOUT_MILLISECONDS }, () => {
  const name = 'Events';
  const describeInJson = async (endpointId: string) =>
    JSON.parse((await cli.run('describe', endpointId, '--output', 'json')).stdout) as Record<string, unknown>;

  it('are shown with the endpoint they lead through', async () => {
    const [project] = world.projects;
    if (project !== undefined) world.atlas.world.createFederatedDatabase(project, { name });
    const endpointId = create({ [PROJECT_TAG]: one });
    await untilRecorded(endpointId, one);
    const { stdout } = await cli.run('describe', endpointId);
    expect(stdout).toMatch(/Host names of federated databases\n[\s\S]*Events +events-\w+-\w+\.a\.query/);
    const { federatedHostnames } = await describeInJson(endpointId);
    expect(federatedHostnames).toEqual([
      { Database: name, Hostname: expect.stringMatching(/^events-\w+-\w+\.a\.query\.mongodb\.net$/) },
    ]);
    const elsewhere = create({ [PROJECT_TAG]: other });
    await untilRecorded(elsewhere, other);
    expect((await describeInJson(elsewhere)).federatedHostnames).toEqual([]);
  });

  it('are not known if Atlas refuses to list them, and everything else is shown', async () => {
    const endpointId = create({ [PROJECT_TAG]: one });
    await untilRecorded(endpointId, one);
    world.atlas.faults.add({
      path: /\/dataFederation/,
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'response', status: 403, body: '{"error":403,"errorCode":"USER_UNAUTHORIZED"}' },
    });
    const { exitCode, stdout } = await cli.run('describe', endpointId);
    const inJson = await describeInJson(endpointId);
    world.atlas.faults.clear();
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringMatching(
        /AVAILABLE[\s\S]*Host names of federated databases: not known\. .*USER_UNAUTHORIZED/,
      ),
    ]);
    expect(inJson).toMatchObject({ linked: true, federatedHostnames: null });
  });
});

/** The order matters, because later tests change the world. */
describe('an endpoint that two projects have registered', { timeout: TIMEOUT_MILLISECONDS }, () => {
  let endpointId: string;

  it('and one of them by the record is listed and described as of that one', async () => {
    world.loseEvents(1);
    endpointId = create({ [PROJECT_TAG]: one });
    register(0, endpointId, 'by Ana');
    register(1, endpointId, 'by Bea');
    await cli.run('link', endpointId);
    await untilRecorded(endpointId, one);
    const rows = await rowsOf(endpointId);
    expect(rows.find((row) => row.includes(one))).toMatch(/AVAILABLE available available/);
    expect(rows.find((row) => row.includes(other))).toMatch(/is for another project/);
    expect(rows).toHaveLength(2);
    const { stdout, stderr } = await cli.run('describe', endpointId);
    expect(stdout).toMatch(new RegExp(`ProjectId .*${one}`));
    expect(stderr).toMatch(new RegExp(`Project ${other} has registered it`));
  });

  it('is unlinked from that one although its tag names the other one by now, and is then of the other one', async () => {
    world.tagEndpoint(endpointId, { [PROJECT_TAG]: other });
    await untilNotMoved(endpointId);
    const { exitCode, stderr } = await unlink(endpointId);
    expect(stderr).toMatch(
      new RegExp(`project ${one}[\\s\\S]*"by Ana"[\\s\\S]*Somebody else has registered it, and loses it`),
    );
    expect(stderr).toMatch(new RegExp(`project ${other} \\(comment "by Bea"\\) stays`));
    expect(exitCode).toBe(0);
    expect(Object.keys(registeredIn(world, 0))).not.toContain(endpointId);
    await cli.run('reconcile');
    await untilRecorded(endpointId, other);
    expect(registeredIn(world, 1)).toMatchObject({ [endpointId]: 'by Bea' });
  });

  it('and of which the one of the record no longer lists it is left, with both named', async () => {
    register(0, endpointId, 'by Ana');
    const project = world.projects[1];
    const registration = project?.dataFederation.find(endpointId);
    if (registration !== undefined) project?.dataFederation.remove(registration);
    world.time.after(60, () => undefined);
    await until(() => expect(registeredIn(world, 1)).not.toHaveProperty(endpointId));
    const { exitCode, stderr } = await unlink(endpointId);
    expect([exitCode, stderr.replace(/\s+/g, ' ')]).toEqual([
      1,
      expect.stringMatching(new RegExp(`Nothing was removed: .*${other}.*${one}`)),
    ]);
    expect(registeredIn(world, 0)).toMatchObject({ [endpointId]: 'by Ana' });
    expect(recordOf(world, endpointId)?.link.ProjectId).toBe(other);
  });

  it('and neither of which a record or a tag names is left, with both comments', async () => {
    const untagged = create();
    register(0, untagged, 'by Ana');
    register(1, untagged, 'by Bea');
    const { exitCode, stderr } = await unlink(untagged);
    expect(stderr).toMatch(/"by Ana"[\s\S]*"by Bea"[\s\S]*atlas-privatelink:data-federation-project/);
    expect(exitCode).toBe(1);
    expect([registeredIn(world, 0), registeredIn(world, 1)]).toMatchObject([
      { [untagged]: 'by Ana' },
      { [untagged]: 'by Bea' },
    ]);
    const rows = await rowsOf(untagged);
    expect(rows).toContainEqual(
      expect.stringMatching(/Set the tag atlas-privatelink:data-federation-project/),
    );
  });
});

describe('an endpoint that Atlas has refused in one project', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it('is unlinked from another one in which somebody has registered it since', async () => {
    const effect = { kind: 'response', status: 400, body: '{"error":400,"errorCode":"INVALID"}' } as const;
    const path = new RegExp(`${one}.*endpointIds`);
    world.atlas.faults.add({ method: 'POST', path, times: Number.POSITIVE_INFINITY, effect });
    const endpointId = create({ [PROJECT_TAG]: one });
    await until(() =>
      expect(recordOf(world, endpointId)).toMatchObject({ state: 'failed', link: { ProjectId: one } }),
    );
    register(1, endpointId, 'by Bea');
    const { exitCode, stderr } = await unlink(endpointId);
    world.atlas.faults.clear();
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('"by Bea"')]);
    expect(registeredIn(world, 1)).not.toHaveProperty(endpointId);
  });
});

describe('while the registrations of a project cannot be read', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it('links to its dedicated services are listed and described, and what cannot be read is said', async () => {
    const { endpointId } = world.createVpcEndpoint();
    await untilRecorded(endpointId, one);
    const effect = {
      kind: 'response',
      status: 403,
      body: '{"error":403,"errorCode":"USER_UNAUTHORIZED"}',
    } as const;
    world.atlas.faults.add({
      path: new RegExp(`${one}.*endpointIds`),
      times: Number.POSITIVE_INFINITY,
      effect,
    });
    const listed = await cli.run('list');
    const described = await cli.run('describe', endpointId);
    const checked = await cli.run('doctor', endpointId);
    world.atlas.faults.clear();
    expect(listed.stdout).toMatch(new RegExp(`${endpointId} .*AVAILABLE`));
    expect(listed.stderr).toMatch(new RegExp(`List the Data Federation endpoints of project ${one}`));
    expect(listed.exitCode).toBe(3);
    expect([described.exitCode, described.stdout]).toEqual([0, expect.stringContaining('AVAILABLE')]);
    expect(checked.stdout).toMatch(new RegExp(`Data Federation in project ${one} cannot be read`));
  });
});

describe('an endpoint in a project without dataFederation any more', {
  timeout: TIMEOUT_MILLISECONDS,
}, () => {
  it('is listed, described and unlinked there', async () => {
    const endpointId = create({ [PROJECT_TAG]: one });
    await untilRecorded(endpointId, one);
    expect(registeredIn(world, 0)).toMatchObject({ [endpointId]: expect.stringMatching(OWN_COMMENT) });
    world.aws.deploy(await world.synthesize(synthesizeFederated([{}, { dataFederation: true }])));
    world.tagEndpoint(endpointId, { [PROJECT_TAG]: other });
    await untilNotMoved(endpointId);
    expect(await rowsOf(endpointId)).toContainEqual(
      expect.stringMatching(new RegExp(`${one} data-federation`)),
    );
    const described = await cli.run('describe', endpointId, '--output', 'json');
    expect(JSON.parse(described.stdout)).toMatchObject({ linked: true, attributes: { ProjectId: one } });
    const { exitCode, stderr } = await unlink(endpointId);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('This automation has registered it.')]);
    await cli.run('reconcile');
    await untilRecorded(endpointId, other);
    expect(registeredIn(world, 0)).not.toHaveProperty(endpointId);
    expect(registeredIn(world, 1)).toMatchObject({ [endpointId]: expect.stringMatching(OWN_COMMENT) });
  });

  it('is so too if no project wants any', async () => {
    world.aws.deploy(await world.synthesize(synthesizeFederated([{}, {}])));
    const [endpointId = ''] = Object.entries(registeredIn(world, 1)).flatMap(([id, comment]) =>
      OWN_COMMENT.test(comment ?? '') ? [id] : [],
    );
    expect(await rowsOf(endpointId)).toHaveLength(1);
    expect((await cli.run('doctor', endpointId)).stdout).toContain(other);
    expect((await unlink(endpointId)).exitCode).toBe(0);
    expect(registeredIn(world, 1)).not.toHaveProperty(endpointId);
  });

  it('cannot be unlinked once the project is taken out, and the command says what to do', async () => {
    world.aws.deploy(await world.synthesize(synthesizeFederated([{}, { dataFederation: true }])));
    const endpointId = create();
    await untilRecorded(endpointId, other);
    world.aws.deploy(await world.synthesize(synthesizeFederated([{}, undefined])));
    const { exitCode, stderr } = await unlink(endpointId);
    expect([exitCode, stderr.replace(/\s+/g, ' ')]).toEqual([
      1,
      expect.stringMatching(
        new RegExp(
          `Nothing was removed: .*${other}, which the automation no longer has.*add the project again.*runbook`,
        ),
      ),
    ]);
    expect(registeredIn(world, 1)).toHaveProperty(endpointId);
  });
});
