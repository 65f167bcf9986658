import type { ApiActions, ApiRequest } from '../actions/api-action.js';
import { AwsError } from '../protocol/aws-error.js';
import { element, escapeXml, itemSet } from '../protocol/xml.js';
import type { ConnectionNotification, ConnectionNotifications } from './connection-notifications.js';
import { listOf } from './ec2-api.js';
import { filtersOf, matchesFilters, pageOf } from './ec2-filters.js';
import type { VpcEndpoints } from './vpc-endpoints.js';

/** Stores on which the API operates. */
export interface Ec2NotificationStores {
  readonly endpoints: VpcEndpoints;
  readonly notifications: ConnectionNotifications;
}

export const EC2_NOTIFICATION_ACTIONS: ApiActions<Ec2NotificationStores> = {
  'ec2:CreateVpcEndpointConnectionNotification': create,
  'ec2:DeleteVpcEndpointConnectionNotifications': deleteAll,
  'ec2:DescribeVpcEndpointConnectionNotifications': describe,
};

function create(
  { input, authorize }: ApiRequest,
  { endpoints, notifications }: Ec2NotificationStores,
): string {
  authorize('*');
  const endpointId = String(input.VpcEndpointId);
  if (endpoints.describe(endpointId) === undefined)
    throw new AwsError('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${endpointId}' does not exist`);
  const made = notifications.create({
    endpointId,
    topicArn: String(input.ConnectionNotificationArn),
    events: listOf(input, 'ConnectionEvents'),
    clientToken: input.ClientToken === undefined ? undefined : String(input.ClientToken),
  });
  return element('connectionNotification', itemOf(made));
}

function deleteAll({ input, authorize }: ApiRequest, { notifications }: Ec2NotificationStores): string {
  authorize('*');
  const unknown = listOf(input, 'ConnectionNotificationId').filter((id) => !notifications.delete(id));
  const code = element('code', 'InvalidConnectionNotification');
  return itemSet(
    'unsuccessful',
    unknown.map((id) => {
      const words = element('message', escapeXml(`The connection notification ID '${id}' does not exist`));
      return element('error', code + words) + element('resourceId', id);
    }),
  );
}

function describe({ input, authorize }: ApiRequest, { notifications }: Ec2NotificationStores): string {
  authorize('*');
  const filters = filtersOf(input);
  const matching = notifications.all.filter((one) => matchesFilters(one, filters, filterValues));
  const { items, nextToken } = pageOf(matching, input);
  return itemSet('connectionNotificationSet', items.map(itemOf)) + nextToken;
}

function filterValues(
  { id, endpointId, topicArn }: ConnectionNotification,
  filterName: string,
): readonly string[] | undefined {
  switch (filterName) {
    case 'connection-notification-id':
      return [id];
    case 'vpc-endpoint-id':
      return [endpointId];
    case 'connection-notification-arn':
      return [topicArn];
    default:
      return undefined;
  }
}

function itemOf({ id, endpointId, topicArn, events }: ConnectionNotification): string {
  return [
    element('connectionNotificationId', id),
    element('vpcEndpointId', endpointId),
    element('connectionNotificationType', 'Topic'),
    element('connectionNotificationArn', topicArn),
    itemSet('connectionEvents', [...events]),
    element('connectionNotificationState', 'Enabled'),
  ].join('');
}
