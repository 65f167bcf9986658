import { type ApiActions, type ApiRequest, tokenPage } from '../actions/api-action.js';
import { AwsError } from '../protocol/aws-error.js';
import type { Place } from '../protocol/place.js';
import type { RecordedCall, Trail } from './trail.js';

const TRAIL_NAME = 'management-events';
/** Maximum page size, as documented. */
const LARGEST_PAGE = 50;

/** Stores on which the API operates. */
export interface CloudTrailStores extends Place {
  readonly trail: Trail;
}

export const CLOUD_TRAIL_ACTIONS: ApiActions<CloudTrailStores> = {
  'cloudtrail:DescribeTrails': describeTrails,
  'cloudtrail:GetTrailStatus': (request, services) => {
    requireTrail(request, services, 'Name');
    return { IsLogging: services.trail.mode !== 'stopped' };
  },
  'cloudtrail:GetEventSelectors': getEventSelectors,
  'cloudtrail:ListTrails': listTrails,
  'cloudtrail:LookupEvents': lookupEvents,
};

/** Trails of all Regions of the account, unlike DescribeTrails (CloudTrail API reference). */
function listTrails({ authorize }: ApiRequest, services: CloudTrailStores): object {
  authorize('*');
  const { account, region, trail } = services;
  const own =
    trail.mode === 'none' ? [] : [{ Name: TRAIL_NAME, TrailARN: trailArn(services), HomeRegion: region }];
  const others = trail.elsewhere.map((HomeRegion) => ({
    Name: TRAIL_NAME,
    TrailARN: `arn:aws:cloudtrail:${HomeRegion}:${account}:trail/${TRAIL_NAME}`,
    HomeRegion,
  }));
  return { Trails: [...own, ...others] };
}

function describeTrails({ authorize }: ApiRequest, services: CloudTrailStores): object {
  authorize('*');
  if (services.trail.mode === 'none') return { trailList: [] };
  const trail = {
    Name: TRAIL_NAME,
    TrailARN: trailArn(services),
    S3BucketName: 'management-events-bucket',
    HomeRegion: services.region,
    IsMultiRegionTrail: true,
    IncludeGlobalServiceEvents: true,
    IsOrganizationTrail: false,
    HasCustomEventSelectors: services.trail.mode === 'read-only',
  };
  return { trailList: [trail] };
}

function getEventSelectors(request: ApiRequest, services: CloudTrailStores): object {
  requireTrail(request, services, 'TrailName');
  const selector = {
    ReadWriteType: services.trail.mode === 'read-only' ? 'ReadOnly' : 'All',
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: [],
  };
  return { TrailARN: trailArn(services), EventSelectors: [selector] };
}

/** Returns the newest events first. The event history exists with and without a trail. */
function lookupEvents({ input, authorize }: ApiRequest, { trail }: CloudTrailStores): object {
  authorize('*');
  const attributes = (input.LookupAttributes ?? []) as {
    readonly AttributeKey: string;
    readonly AttributeValue: string;
  }[];
  const found = trail.history.filter((call) =>
    attributes.every(({ AttributeKey, AttributeValue }) =>
      valuesOf(call, AttributeKey).includes(AttributeValue),
    ),
  );
  const size = Math.min(Number(input.MaxResults ?? LARGEST_PAGE), LARGEST_PAGE);
  const { items, nextToken } = tokenPage(found.reverse(), size, input.NextToken);
  return { Events: items.map(eventBody), NextToken: nextToken };
}

function valuesOf({ record, resourceNames }: RecordedCall, attributeKey: string): readonly string[] {
  switch (attributeKey) {
    case 'ResourceName':
      return resourceNames;
    case 'EventName':
      return [record.eventName];
    case 'EventId':
      return [record.eventID];
    case 'EventSource':
      return [record.eventSource];
    default:
      throw new AwsError('InvalidLookupAttributesException', `${attributeKey} is not simulated`);
  }
}

function eventBody({ record, resourceNames, at }: RecordedCall): object {
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    EventSource: record.eventSource,
    ReadOnly: String(record.readOnly),
    EventTime: at / 1000,
    Username: 'somebody',
    Resources: resourceNames.map((ResourceName) => ({ ResourceType: 'AWS::EC2::VPCEndpoint', ResourceName })),
    CloudTrailEvent: JSON.stringify(record),
  };
}

function requireTrail({ input, authorize }: ApiRequest, services: CloudTrailStores, field: string): void {
  authorize(trailArn(services));
  const name = String(input[field]);
  if (services.trail.mode !== 'none' && [TRAIL_NAME, trailArn(services)].includes(name)) return;
  throw new AwsError('TrailNotFoundException', `Unknown trail: ${name} for the user: ${services.account}`);
}

function trailArn({ region, account }: CloudTrailStores): string {
  return `arn:aws:cloudtrail:${region}:${account}:trail/${TRAIL_NAME}`;
}
