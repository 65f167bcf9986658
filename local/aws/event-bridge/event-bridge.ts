import { type ApiActions, type ApiRequest, optionalText } from '../actions/api-action.js';
import { AwsError } from '../protocol/aws-error.js';
import type { Place } from '../protocol/place.js';
import { busArnOf, DEFAULT_BUS, parseBusArn } from './bus-names.js';
import type { BusRule, EventBus } from './event-bus.js';
import type { EventBuses } from './event-buses.js';
import type { EventTarget } from './event-targets.js';

/** Stores on which the API operates. */
export interface EventBridgeStores extends Place {
  readonly buses: EventBuses;
  /** Returns a bus of any place. */
  readonly busOf: (busArn: string) => EventBus | undefined;
}

export const EVENT_BRIDGE_ACTIONS: ApiActions<EventBridgeStores> = {
  'events:PutEvents': putEvents,
  'events:DescribeRule': describeRule,
  'events:ListTargetsByRule': listTargetsByRule,
  'events:DescribeEventBus': describeEventBus,
};

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly EventBusName?: string;
  readonly Resources?: string[];
}

type EntryResult =
  | { readonly EventId: string }
  | { readonly ErrorCode: string; readonly ErrorMessage: string };

function putEvents(request: ApiRequest, stores: EventBridgeStores): object {
  const entries = request.input.Entries as Entry[];
  // One entry that is not allowed fails the whole call.
  for (const entry of entries) authorizeEntry(request, entry, stores);
  const results = entries.map((entry) => putEvent(request, entry, stores));
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}

function authorizeEntry({ authorize }: ApiRequest, entry: Entry, stores: EventBridgeStores): void {
  const arn = arnIn(entry, stores);
  authorize(arn, {
    context: { 'events:source': [entry.Source], 'events:detail-type': [entry.DetailType] },
    resourcePolicy: {
      policy: stores.busOf(arn)?.policy.asResourcePolicy,
      account: parseBusArn(arn)?.account ?? stores.account,
    },
  });
}

function putEvent({ caller }: ApiRequest, entry: Entry, stores: EventBridgeStores): EntryResult {
  const { Source, DetailType, Detail, Resources } = entry;
  if (Source.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  const arn = arnIn(entry, stores);
  if (parseBusArn(arn)?.region !== stores.region)
    return { ErrorCode: 'InvalidArgument', ErrorMessage: `Parameter EventBusName is not valid: ${arn}` };
  const detail = jsonIn(Detail);
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const bus = stores.busOf(arn);
  // EventBridge accepts an event for a bus that does not exist, and drops it.
  if (bus === undefined) return { EventId: '00000000-0000-4000-8000-000000000000' };
  const origin = { account: caller.account, region: stores.region };
  return { EventId: bus.put(Source, DetailType, detail, Resources, origin).id };
}

function arnIn({ EventBusName = DEFAULT_BUS }: Entry, place: Place): string {
  return EventBusName.startsWith('arn:') ? EventBusName : busArnOf(place, EventBusName);
}

/** Undefined for a text that is not JSON. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describeRule(request: ApiRequest, stores: EventBridgeStores): object {
  const { rule, bus } = ruleIn(request, 'Name', stores);
  return {
    Name: request.input.Name,
    Arn: rule.ruleArn,
    ...(rule.pattern === undefined ? {} : { EventPattern: JSON.stringify(rule.pattern) }),
    ...(rule.schedule === undefined ? {} : { ScheduleExpression: rule.schedule }),
    State: rule.isEnabled ? 'ENABLED' : 'DISABLED',
    EventBusName: bus.name,
  };
}

function listTargetsByRule(request: ApiRequest, stores: EventBridgeStores): object {
  return { Targets: ruleIn(request, 'Rule', stores).rule.targets.map(targetBody) };
}

function targetBody(
  { arn, roleArn, input, transformer, deadLetterQueueArn }: EventTarget,
  index: number,
): object {
  return {
    Id: `Target${index}`,
    Arn: arn,
    RoleArn: roleArn,
    Input: input,
    ...(transformer === undefined
      ? {}
      : { InputTransformer: { InputPathsMap: transformer.paths, InputTemplate: transformer.template } }),
    ...(deadLetterQueueArn === undefined ? {} : { DeadLetterConfig: { Arn: deadLetterQueueArn } }),
  };
}

function describeEventBus({ input, authorize }: ApiRequest, stores: EventBridgeStores): object {
  const name = optionalText(input.Name) ?? DEFAULT_BUS;
  authorize(name.startsWith('arn:') ? name : busArnOf(stores, name));
  const bus = stores.buses.get(name);
  return { Name: bus.name, Arn: bus.arn, Policy: bus.policy.text };
}

function ruleIn(
  { input, authorize }: ApiRequest,
  field: string,
  { account, region, buses }: EventBridgeStores,
): { readonly rule: BusRule; readonly bus: EventBus } {
  const name = String(input[field]);
  const busName = optionalText(input.EventBusName) ?? DEFAULT_BUS;
  const path = busName === DEFAULT_BUS ? name : `${parseBusArn(busName)?.name ?? busName}/${name}`;
  authorize(`arn:aws:events:${region}:${account}:rule/${path}`);
  const bus = buses.get(busName);
  const rule = bus.rule(name);
  if (rule === undefined)
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus.name}.`);
  return { rule, bus };
}
