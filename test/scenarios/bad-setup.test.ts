import { describe, expect, it } from 'vitest';
import { API_KEY, SECRET_NAME, SERVICE_ACCOUNT } from '../../local/world.js';
import {
  conclusionsIn,
  createAndRun,
  deadLettersIn,
  registrationsIn,
  startScenario,
} from './scenario-world.js';

const TAG = 'atlas-privatelink';
/** The endpoint is selected by its own tag, so that failures are reported. */
const startTagged = () => startScenario({ app: { selectTag: TAG } });

type Scenario = Awaited<ReturnType<typeof startScenario>>;

/** Tagged after its creation, so that only one event is about a selected endpoint. */
async function createTagged(world: Scenario): Promise<void> {
  const { endpointId } = await createAndRun(world);
  world.tagEndpoint(endpointId, { [TAG]: '' });
  await world.time.run();
}

/** Each defect: its name, its cause, and patterns of the message and the advice. */
const DEFECTS: readonly (readonly [string, (world: Scenario) => void, RegExp, RegExp])[] = [
  [
    'wrong keys',
    ({ aws }) => aws.secrets.put(SECRET_NAME, { ...API_KEY, privateKey: 'wrong-private-key' }),
    /401/,
    /Check the keys in the secret/,
  ],
  [
    'a wrong client secret',
    ({ aws }) => aws.secrets.put(SECRET_NAME, { ...SERVICE_ACCOUNT, clientSecret: 'mdb_sa_sk_wrong' }),
    /invalid_client/,
    /Check the keys in the secret/,
  ],
  [
    'a secret that does not exist',
    ({ aws }) => aws.secrets.remove(SECRET_NAME),
    /secret:atlas\/automation cannot be read: ResourceNotFoundException/,
    /Create the secret in this account and Region/,
  ],
  [
    'a secret of another shape',
    ({ aws }) => aws.secrets.put(SECRET_NAME, { user: 'somebody', password: 'top-secret-word' }),
    /its fields are user, password/,
    /publicKey/,
  ],
  [
    'a secret without access',
    ({ aws }) =>
      aws.server.refuse(
        'secretsmanager:GetSecretValue',
        'AccessDeniedException',
        'not authorized',
        Number.POSITIVE_INFINITY,
      ),
    /AccessDeniedException/,
    /secretsmanager:GetSecretValue/,
  ],
  [
    'an unknown project id',
    ({ atlas }) => atlas.world.projects.clear(),
    /GROUP_NOT_FOUND/,
    /Correct the project id/,
  ],
  [
    'keys without the role',
    ({ atlas, projects }) =>
      atlas.identities.addApiKey({ ...API_KEY, roles: { [projects[0]?.id ?? '']: 'read-only' } }),
    /USER_UNAUTHORIZED/,
    /Project Owner/,
  ],
  [
    'an API access list without our address',
    ({ atlas, projects }) =>
      atlas.identities.addApiKey({
        ...API_KEY,
        roles: { [projects[0]?.id ?? '']: 'owner' },
        allowedAddresses: ['203.0.113.7'],
      }),
    /IP_ADDRESS_NOT_ON_ACCESS_LIST/,
    /API access list/,
  ],
  [
    'a project without a payment method',
    ({ projects }) => {
      for (const project of projects) project.hasPaymentMethod = false;
    },
    /NO_PAYMENT_INFORMATION_FOUND/,
    /payment method/,
  ],
];

function expectNoSecretIn(world: Scenario): void {
  const { logs, executions } = world.aws;
  const everything = JSON.stringify([logs, world.events, deadLettersIn(world), executions.all]);
  for (const secret of ['wrong-private-key', 'mdb_sa_sk_wrong', 'top-secret-word', API_KEY.privateKey]) {
    expect(everything).not.toContain(secret);
  }
}

describe('a set-up with', () => {
  it.each(DEFECTS)(
    '%s results in a message, an advice, an alarm and a kept event',
    async (_, spoil, message, advice) => {
      const world = await startTagged();
      spoil(world);
      await createTagged(world);
      expect(registrationsIn(world)).toBe(0);
      const [conclusion, ...more] = conclusionsIn(world);
      expect(conclusion).toMatchObject({ outcome: 'failed', message: expect.stringMatching(message) });
      expect(conclusion?.advice).toMatch(advice);
      expect(more).toEqual([]);
      expect(world.aws.metrics.raised()).toEqual(['LinkFailed', 'DeadLetters']);
      expect(deadLettersIn(world)).toHaveLength(1);
      expectNoSecretIn(world);
    },
  );

  it('keys that are corrected afterwards links the endpoint after a redrive of its dead-letter message', async () => {
    const world = await startTagged();
    world.aws.secrets.put(SECRET_NAME, { ...API_KEY, privateKey: 'wrong' });
    await createTagged(world);
    world.aws.secrets.put(SECRET_NAME, API_KEY);
    const [deadLetter] = deadLettersIn(world);
    const receiver = world.aws.functions.arnOf('ReceiveEndpointEvent');
    void world.aws.functions.invokeAsync(receiver, deadLetter?.requestPayload);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['failed', 'available']);
  });

  it('wrong keys and a selection of all endpoints is reported by metric and log, and repaired by a reconciliation', async () => {
    const world = await startScenario();
    world.aws.secrets.put(SECRET_NAME, { ...API_KEY, privateKey: 'wrong' });
    await createAndRun(world);
    expect([conclusionsIn(world), deadLettersIn(world)]).toEqual([[], []]);
    expect(world.aws.metrics.sum('ProjectUnreadable')).toBeGreaterThan(0);
    expect(world.aws.metrics.raised()).toEqual([]);
    expect(JSON.stringify(world.aws.logs)).toContain('Check the keys in the secret');
    world.aws.secrets.put(SECRET_NAME, API_KEY);
    world.aws.schedules.fireAll();
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
  });
});
