/** Event patterns for what concerns VPC endpoints, for an automation's own rules, a hub's bus and its members. */
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import type { MemberRule } from '../../lambda/contract/members.js';
import {
  DELETED_STATUS,
  STACK_RESOURCE_CHANGE,
  STACK_SOURCE,
  STANDING_STATUSES,
  VPC_ENDPOINT_TYPE,
} from '../../lambda/contract/stack-resources.js';

/** Account and Region that a pattern is limited to; empty: every place whose events arrive on the bus. */
export type PlaceOfEvents = Pick<EventPattern, 'account' | 'region'>;

const CALL_SOURCE = 'aws.ec2';
const CALL = 'AWS API Call via CloudTrail';
const TAG_SOURCE = 'aws.tag';
const TAG_CHANGE = 'Tag Change on Resource';

/** Sources and detail types of all patterns of this module. */
export const ENDPOINT_EVENT_SOURCES: readonly string[] = [CALL_SOURCE, STACK_SOURCE, TAG_SOURCE];
export const ENDPOINT_EVENT_TYPES: readonly string[] = [CALL, STACK_RESOURCE_CHANGE, TAG_CHANGE];

/** A pattern, and what the rule with it is there for. */
export interface DescribedPattern {
  readonly description: string;
  readonly eventPattern: EventPattern;
}

/** By the kind of the rule; without tags that the selection checks, no rule on tags. */
export type EndpointPatterns = Readonly<Record<Exclude<MemberRule, 'tag'>, DescribedPattern>> & {
  readonly tag?: DescribedPattern;
};

/** @param tagKeys keys of the tags that the selection checks */
export function endpointPatterns(place: PlaceOfEvents, tagKeys: readonly string[]): EndpointPatterns {
  return {
    creation: {
      description: 'A VPC endpoint to an endpoint service of another account was created',
      eventPattern: callPattern(place, 'CreateVpcEndpoint', {
        // Excludes AWS's own services; a record in another spelling is passed to the parser.
        $or: [serviceName({ prefix: 'com.amazonaws.vpce.' }), serviceName({ exists: false })],
      }),
    },
    deletion: {
      description: 'VPC endpoints were deleted',
      eventPattern: callPattern(place, 'DeleteVpcEndpoints'),
    },
    stack: {
      description: 'A VPC endpoint of a CloudFormation stack was made, changed or deleted',
      eventPattern: stackPattern(place),
    },
    ...(tagKeys.length === 0
      ? {}
      : {
          tag: {
            description: 'A tag that selects VPC endpoints was set, changed or removed',
            eventPattern: tagPattern(place, tagKeys),
          },
        }),
  };
}

/** An id in another form is passed to the parser, as for calls. */
function stackPattern(place: PlaceOfEvents): EventPattern {
  return {
    ...place,
    source: [STACK_SOURCE],
    detailType: [STACK_RESOURCE_CHANGE],
    detail: {
      'resource-type': [VPC_ENDPOINT_TYPE],
      'status-details': { status: [...STANDING_STATUSES, DELETED_STATUS] },
    },
  };
}

/** Excludes the status tags: the automation's own writes must not trigger it. */
function tagPattern(place: PlaceOfEvents, tagKeys: readonly string[]): EventPattern {
  return {
    ...place,
    source: [TAG_SOURCE],
    detailType: [TAG_CHANGE],
    detail: {
      service: ['ec2'],
      'resource-type': ['vpc-endpoint'],
      'changed-tag-keys': [...tagKeys],
    },
  };
}

function callPattern(
  place: PlaceOfEvents,
  eventName: string,
  detail: Readonly<Record<string, unknown>> = {},
): EventPattern {
  return {
    ...place,
    source: [CALL_SOURCE],
    detailType: [CALL],
    detail: {
      eventSource: ['ec2.amazonaws.com'],
      eventName: [eventName],
      // A failed call has an error code and has created nothing.
      errorCode: [{ exists: false }],
      ...detail,
    },
  };
}

function serviceName(matcher: Record<string, unknown>) {
  return { requestParameters: { CreateVpcEndpointRequest: { ServiceName: [matcher] } } };
}
