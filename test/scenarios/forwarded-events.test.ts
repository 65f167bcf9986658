import { describe, expect, it } from 'vitest';
import { EndpointSelection } from '../../lib/index.js';
import { STACK, type World } from '../../local/world.js';
import { listedIn, recordOf, startAutomation } from './automation-world.js';
import {
  conclusionsIn,
  createAndRun,
  deadLettersIn,
  linkExecutionsIn,
  registrationsIn,
} from './scenario-world.js';

const OTHER_ACCOUNT = { account: '444455556666' };
const OTHER_REGION = { region: 'us-east-1' };
const FOREIGN_ID = 'vpce-0fedcba9876543210';

const SELECTIONS = {
  all: EndpointSelection.all(),
  inAccounts: EndpointSelection.inAccounts(STACK.account, OTHER_ACCOUNT.account),
};

/** A link of another owner's endpoint, which this account does not show, and one that stays. */
function linkUnmanaged(world: World): void {
  for (const endpointId of [FOREIGN_ID, 'vpce-00000000000000001'])
    world.atlas.world.createLink(world.service, endpointId, {});
}

const deletionsIn = (world: World) => world.atlas.journal.count({ method: 'DELETE' });

describe.each(Object.keys(SELECTIONS) as (keyof typeof SELECTIONS)[])('with the selection %s', (name) => {
  const props = { endpointSelection: SELECTIONS[name] };

  it.each([
    ['another account', OTHER_ACCOUNT],
    ['another Region', OTHER_REGION],
    ['another account and Region', { ...OTHER_ACCOUNT, ...OTHER_REGION }],
  ])('events of %s are not delivered, and change no link', async (_, origin) => {
    const world = await startAutomation({ props });
    linkUnmanaged(world);
    const forwarded = world.forwardedFrom(origin);
    forwarded.created(FOREIGN_ID, world.service.serviceName);
    forwarded.tagged(FOREIGN_ID, { atlas: '' });
    forwarded.deleted(FOREIGN_ID);
    forwarded.ofStack(FOREIGN_ID, 'CREATE_COMPLETE');
    forwarded.ofStack(FOREIGN_ID, 'DELETE_COMPLETE');
    await world.time.run();
    expect([...world.aws.functions.invocations.keys()]).toEqual([]);
    expect(listedIn(world)).toContain(FOREIGN_ID);
    expect([deletionsIn(world), deadLettersIn(world)]).toEqual([0, []]);
  });

  it('the receiver ignores them with a log line, if a rule delivers them', async () => {
    const world = await startAutomation({ props });
    linkUnmanaged(world);
    const forwarded = world.forwardedFrom({ ...OTHER_ACCOUNT, ...OTHER_REGION });
    const receiver = world.aws.functions.arnOf('ReceiveEndpointEvent');
    for (const event of [
      forwarded.created(FOREIGN_ID, world.service.serviceName),
      forwarded.tagged(FOREIGN_ID, { atlas: '' }),
      forwarded.deleted(FOREIGN_ID),
      forwarded.ofStack(FOREIGN_ID, 'CREATE_COMPLETE'),
      forwarded.ofStack(FOREIGN_ID, 'DELETE_COMPLETE'),
    ])
      void world.aws.functions.invokeAsync(receiver, event);
    await world.time.run();
    const lines = world.aws.logs.filter(
      ({ message }) => message === 'event of another account or Region ignored',
    );
    expect(lines).toHaveLength(5);
    expect(listedIn(world)).toContain(FOREIGN_ID);
    expect([linkExecutionsIn(world), deadLettersIn(world), recordOf(world, FOREIGN_ID)]).toEqual([
      [],
      [],
      undefined,
    ]);
  });

  it('a late creation of an endpoint that EC2 does not show removes no link without a record', async () => {
    const world = await startAutomation({ props });
    linkUnmanaged(world);
    // An event like one of this account, for an endpoint that EC2 does not know.
    world.forwardedFrom({}).created(FOREIGN_ID, world.service.serviceName);
    world.forwardedFrom({}).tagged(FOREIGN_ID, { atlas: '' });
    world.forwardedFrom({}).ofStack(FOREIGN_ID, 'CREATE_COMPLETE');
    await world.time.run();
    expect(listedIn(world)).toContain(FOREIGN_ID);
    expect(deletionsIn(world)).toBe(0);
  });
});

describe('a forwarded event about an endpoint of this account', () => {
  it('neither links nor unlinks it', async () => {
    const world = await startAutomation();
    const first = await createAndRun(world);
    await createAndRun(world);
    const forwarded = world.forwardedFrom(OTHER_ACCOUNT);
    forwarded.deleted(first.endpointId);
    forwarded.created(first.endpointId, world.service.serviceName);
    forwarded.ofStack(first.endpointId, 'DELETE_COMPLETE');
    await world.time.run();
    expect(recordOf(world, first.endpointId)?.state).toBe('available');
    expect([registrationsIn(world), conclusionsIn(world).length, deletionsIn(world)]).toEqual([2, 2, 0]);
  });
});
