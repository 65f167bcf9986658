/** Runs the ready-made app for a day in the local world, and records the metrics that its dashboard shows. */
import { synthesizeInWorld, UNCHECKED } from '../../bin/synthesize.js';
import { SELECT_TAG } from '../../demo/settings/select-tag.js';
import { StackTemplate } from '../../local/aws/cloudformation/stack-template.js';
import { STACK, World } from '../../local/world.js';
import type { DashboardBody } from './dashboard-body.js';
import { MetricData, type Window } from './metric-data.js';
import { seededRandom } from './seeded-random.js';

export interface ObservedDay {
  readonly dashboard: DashboardBody;
  readonly template: StackTemplate;
  readonly data: MetricData;
  readonly window: Window;
}

const MINUTE = 60;
const DAY_SECONDS = 24 * 60 * MINUTE;
const SAMPLE_SECONDS = 5 * MINUTE;
const MILLISECONDS = 1000;
const SEED = 20_260_810;

export async function observeDay(): Promise<ObservedDay> {
  let template: StackTemplate | undefined;
  const world = await World.start({
    random: seededRandom(SEED),
    timings: { linkSpreadSeconds: 150 },
    announceDeployment: true,
    synthesize: (settings) => {
      const file = synthesizeInWorld(settings, { selectTag: SELECT_TAG }, UNCHECKED);
      template = new StackTemplate(settings.outputFolder, file, STACK);
      return file;
    },
  });
  try {
    if (template === undefined) throw new Error('The world has synthesized nothing.');
    const from = world.time.now();
    const data = observe(world, template, DAY_SECONDS);
    await liveThrough(world);
    addExecutions(world, data);
    const window = { from, to: from + DAY_SECONDS * MILLISECONDS };
    return { dashboard: dashboardOf(template), template, data, window };
  } finally {
    await world.close();
  }
}

function dashboardOf(template: StackTemplate): DashboardBody {
  const [dashboard] = template.ofType('AWS::CloudWatch::Dashboard');
  return JSON.parse(String(dashboard?.properties.DashboardBody)) as DashboardBody;
}

/** An action at a minute of the day. */
type Deed = readonly [minute: number, act: (world: World, made: string[]) => void];

const LINKED_AT = [25, 140, 205, 212, 340, 500, 725, 850, 1005, 1205];

const DEEDS: readonly Deed[] = [
  ...LINKED_AT.map((minute): Deed => [minute, (world, made) => void made.push(create(world))]),
  // An endpoint that Atlas cannot accept.
  [452, reject],
  // The API key lacks its role for half an hour, so a registration is refused and leaves a dead-letter message.
  [780, (world) => refusePosts(world)],
  [781, (world, made) => void made.push(create(world))],
  [805, (world) => world.atlas.faults.clear()],
  [870, (world) => void world.aws.queues.takeAll()],
  [690, (world, made) => world.deleteVpcEndpoints(made.slice(1, 2))],
  [910, (world, made) => world.deleteVpcEndpoints(made.slice(3, 4))],
  // The event of this deletion is lost, so a reconciliation finds it.
  [1110, (world, made) => deleteUnseen(world, made.slice(5, 6))],
  // Another refused endpoint, minutes before the end of the day, at which the dashboard is drawn.
  [1436, reject],
];

function reject(world: World): void {
  world.atlas.world.reject(create(world), 'Interface endpoint cannot be accepted.');
}

function create(world: World): string {
  return world.createVpcEndpoint({ tags: { [SELECT_TAG]: 'true' } }).endpointId;
}

function refusePosts(world: World): void {
  const error = { error: 403, errorCode: 'USER_UNAUTHORIZED', reason: 'Forbidden' };
  const body = JSON.stringify({ ...error, detail: 'The key lacks a role in this project.' });
  const effect = { kind: 'response', status: 403, body } as const;
  world.atlas.faults.add({ method: 'POST', path: /\/endpoint$/, times: Number.POSITIVE_INFINITY, effect });
}

function deleteUnseen(world: World, endpointIds: readonly string[]): void {
  world.loseEvents(1);
  world.deleteVpcEndpoints(endpointIds);
}

async function liveThrough(world: World): Promise<void> {
  const made: string[] = [];
  let passed = 0;
  for (const [minute, act] of [...DEEDS].sort(([one], [other]) => one - other)) {
    await world.time.run(minute * MINUTE - passed);
    passed = minute * MINUTE;
    act(world, made);
  }
  await world.time.run(DAY_SECONDS - passed);
}

/** Metrics of the product come from log lines; those that AWS measures itself are sampled. */
function observe(world: World, template: StackTemplate, seconds: number): MetricData {
  const data = new MetricData();
  world.aws.onLog((line) => data.addLine(line, world.time.now()));
  const functions = namesOf(template, 'AWS::Lambda::Function', 'FunctionName');
  const queues = namesOf(template, 'AWS::SQS::Queue', 'QueueName');
  const seen = new Map<string, number>();
  const sample = () => {
    const at = world.time.now() - 1;
    for (const FunctionName of functions) {
      const errors = world.aws.functions.errors.get(FunctionName) ?? 0;
      const id = { namespace: 'AWS/Lambda', dimensions: { FunctionName } };
      data.add({ ...id, name: 'Errors' }, at, errors - (seen.get(FunctionName) ?? 0));
      // The account's quota of 1000 concurrent invocations is not reached in such a day.
      data.add({ ...id, name: 'Throttles' }, at, 0);
      seen.set(FunctionName, errors);
    }
    for (const QueueName of queues) {
      const id = { namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible' };
      data.add({ ...id, dimensions: { QueueName } }, at, world.aws.queues.depth(QueueName));
    }
  };
  for (let second = SAMPLE_SECONDS; second <= seconds; second += SAMPLE_SECONDS)
    world.time.inBackground(second, sample);
  return data;
}

function namesOf(template: StackTemplate, type: string, nameProperty: string): string[] {
  return template
    .ofType(type)
    .map(({ logicalId, properties }) =>
      String(properties[nameProperty] ?? template.resolve({ Ref: logicalId })).replace(/^.*\//, ''),
    );
}

function addExecutions(world: World, data: MetricData): void {
  for (const { stateMachineArn, startedAt, endedAt, status } of world.aws.executions.all) {
    const id = { namespace: 'AWS/States', dimensions: { StateMachineArn: stateMachineArn } };
    data.add({ ...id, name: 'ExecutionsStarted' }, startedAt, 1);
    if (status === 'SUCCEEDED' && endedAt !== undefined)
      data.add({ ...id, name: 'ExecutionsSucceeded' }, endedAt, 1);
  }
}
