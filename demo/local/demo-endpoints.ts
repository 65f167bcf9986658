/**
 * VPC endpoints of the local world, each with another fault. Users look for the cause with the doctor; tests know it.
 */

import type { CheckName } from '../../cli/doctor/checks/check.js';
import { DECLARED_TAG } from '../../lambda/contract/tags.js';
import type { LocalVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import type { World } from '../../local/world.js';
import { SELECT_TAG } from '../settings/select-tag.js';

interface DemoEndpoint {
  /** Value of the tag `Name`. */
  readonly name: string;
  /** Check of the doctor that reports the cause; `none` for an endpoint that works. */
  readonly cause: CheckName | 'none';
  readonly make: (world: World, tags: Tags) => LocalVpcEndpoint;
  /** Called after the settling time, for example to end the fault. */
  readonly afterwards?: (world: World, endpoint: LocalVpcEndpoint) => void;
}

type Tags = Readonly<Record<string, string>>;

const SELECTED = { [SELECT_TAG]: 'true' };
/** A refusal that Atlas would repeat on another attempt. */
const REFUSAL = 'Failed to accept interface endpoint due to an unexpected error with code={InternalError}.';

const DEMO_ENDPOINTS: readonly DemoEndpoint[] = [
  {
    name: 'payments',
    cause: 'dead-letters',
    make: (world, tags) => {
      const body = JSON.stringify({
        error: 403,
        errorCode: 'USER_UNAUTHORIZED',
        detail: 'The key lacks a role in this project.',
        reason: 'Forbidden',
      });
      const effect = { kind: 'response', status: 403, body } as const;
      world.atlas.faults.add({
        method: 'POST',
        path: /\/endpoint$/,
        times: Number.POSITIVE_INFINITY,
        effect,
      });
      return world.createVpcEndpoint({ tags: { ...tags, ...SELECTED } });
    },
    afterwards: (world) => world.atlas.faults.clear(),
  },
  {
    name: 'orders',
    cause: 'none',
    make: (world, tags) => world.createVpcEndpoint({ tags: { ...tags, ...SELECTED } }),
  },
  {
    name: 'billing',
    cause: 'selection',
    make: (world, tags) => world.createVpcEndpoint({ tags }),
  },
  {
    name: 'invoices',
    cause: 'registration',
    make: (world, tags) => withoutEvents(world, tags),
  },
  {
    name: 'shipping',
    cause: 'status',
    make: (world, tags) => {
      const endpoint = world.createVpcEndpoint({ tags: { ...tags, ...SELECTED } });
      world.atlas.world.reject(endpoint.endpointId, REFUSAL);
      return endpoint;
    },
  },
  {
    name: 'search',
    cause: 'preflight',
    make: (world, tags) => {
      const inbound = [{ protocol: 'tcp', fromPort: 27017, toPort: 27017, cidr: '10.0.0.0/16' }];
      world.aws.network.setInbound('sg-0b0b0b0b0b0b0b0b0', inbound);
      const securityGroupIds = ['sg-0b0b0b0b0b0b0b0b0'];
      return world.createVpcEndpoint({ securityGroupIds, tags: { ...tags, ...SELECTED } });
    },
  },
  {
    name: 'metrics',
    cause: 'endpoint-service',
    make: (world, tags) =>
      world.createVpcEndpoint({
        serviceName: `com.amazonaws.vpce.eu-west-1.vpce-svc-${'f'.repeat(17)}`,
        tags: { ...tags, ...SELECTED },
      }),
  },
  {
    name: 'archive',
    cause: 'connection-strings',
    make: (world, tags) =>
      world.createVpcEndpoint({
        serviceName: world.serviceOf(1).serviceName,
        tags: { ...tags, ...SELECTED },
      }),
  },
  {
    name: 'legacy',
    cause: 'endpoint',
    make: (world, tags) => world.createVpcEndpoint({ tags: { ...tags, ...SELECTED } }),
    afterwards: (world, { endpointId }) => world.deleteVpcEndpoints([endpointId]),
  },
  {
    name: 'reports',
    cause: 'declared',
    make: (world, tags) =>
      world.createVpcEndpoint({
        tags: {
          ...tags,
          ...SELECTED,
          [DECLARED_TAG.KEY]: DECLARED_TAG.VALUE,
          'aws:cloudformation:stack-name': 'reports-network',
        },
      }),
  },
];

/** An endpoint whose creation and tag events are both lost. */
function withoutEvents(world: World, tags: Tags): LocalVpcEndpoint {
  world.loseEvents(1);
  const endpoint = world.createVpcEndpoint();
  for (const [key, value] of Object.entries({ ...tags, ...SELECTED })) endpoint.tags.set(key, value);
  return endpoint;
}

export interface MadeEndpoint {
  readonly name: string;
  readonly endpointId: string;
  readonly cause: DemoEndpoint['cause'];
}

/** World seconds after which all links are concluded and all connection strings are stored. */
const SETTLING_SECONDS = 900;
export const DEMO_PROJECTS = 2;

/** Makes all endpoints and runs the world until nothing changes any more, which is before the next reconciliation. */
export async function makeDemoEndpoints(world: World): Promise<MadeEndpoint[]> {
  const [main, archive] = world.projects;
  if (main === undefined || archive === undefined)
    throw new Error('The local world has fewer than the two Atlas projects that the demo needs');
  world.atlas.world.createCluster(main, { name: 'Main', regionNames: ['EU_WEST_1'] });
  world.atlas.world.createCluster(archive, { name: 'Archive', regionNames: ['EU_WEST_1'], isPaused: true });
  const [first, ...others] = DEMO_ENDPOINTS;
  // The first endpoint is made alone, because its fault makes Atlas refuse every registration.
  const made = [
    ...(await makeAll(world, first === undefined ? [] : [first])),
    ...(await makeAll(world, others)),
  ];
  await world.time.run(SETTLING_SECONDS);
  return made;
}

async function makeAll(world: World, demos: readonly DemoEndpoint[]): Promise<MadeEndpoint[]> {
  const made = demos.map((demo) => ({ demo, endpoint: demo.make(world, { Name: demo.name }) }));
  await world.time.run(SETTLING_SECONDS);
  for (const { demo, endpoint } of made) demo.afterwards?.(world, endpoint);
  return made.map(({ demo: { name, cause }, endpoint: { endpointId } }) => ({ name, cause, endpointId }));
}
