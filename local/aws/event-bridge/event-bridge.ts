import type { ApiActions, ApiRequest } from '../protocol/api-action.js';
import { AwsError } from '../protocol/aws-error.js';
import type { Place } from '../protocol/place.js';
import type { EventBus } from './event-bus.js';

/** What the API works on. */
export interface EventBridgeStores extends Place {
  readonly bus: EventBus;
}

export const EVENT_BRIDGE_ACTIONS: ApiActions<EventBridgeStores> = {
  'events:PutEvents': putEvents,
  'events:DescribeRule': describeRule,
};

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly EventBusName?: string;
  readonly Resources?: string[];
}

function putEvents({ input, authorize }: ApiRequest, { account, region, bus }: EventBridgeStores): object {
  const entries = input.Entries as Entry[];
  const results = entries.map(({ Source, DetailType, Detail, EventBusName = 'default', Resources }) => {
    authorize(`arn:aws:events:${region}:${account}:event-bus/${EventBusName}`);
    if (Source.startsWith('aws.'))
      return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: Source };
    return { EventId: bus.put(Source, DetailType, JSON.parse(Detail), Resources).id };
  });
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}

function describeRule({ input, authorize }: ApiRequest, { account, region, bus }: EventBridgeStores): object {
  const name = String(input.Name);
  authorize(`arn:aws:events:${region}:${account}:rule/${name}`);
  const rule = bus.rule(name);
  if (rule === undefined)
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
  return {
    Name: name,
    Arn: rule.ruleArn,
    EventPattern: JSON.stringify(rule.pattern),
    State: rule.isEnabled ? 'ENABLED' : 'DISABLED',
    EventBusName: 'default',
  };
}
