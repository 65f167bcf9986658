import { createHash } from 'node:crypto';
import type { ConnectionNotificationPort } from '../domain/model/ports/waiting-links.js';
import { allPages } from './all-pages.js';
import type { LazyEc2 } from './lazy-ec2.js';

/** The EC2 events that end a wait. */
const EVENTS = ['Accept', 'Reject'];

/** @param topicArn topic to which EC2 publishes */
export function createConnectionNotifications(topicArn: string, ec2: LazyEc2): ConnectionNotificationPort {
  return {
    async create(endpointId, executionArn) {
      const { sdk, client } = await ec2();
      const request = new sdk.CreateVpcEndpointConnectionNotificationCommand({
        VpcEndpointId: endpointId,
        ConnectionNotificationArn: topicArn,
        ConnectionEvents: EVENTS,
        // Repeated calls of one execution create one notification; a later execution of the endpoint creates its own.
        ClientToken: createHash('sha256').update(executionArn).digest('hex'),
      });
      return (await client.send(request)).ConnectionNotification?.ConnectionNotificationId ?? '';
    },
    async remove(notificationIds) {
      if (notificationIds.length === 0) return;
      const { sdk, client } = await ec2();
      const ConnectionNotificationIds = [...notificationIds];
      await client.send(
        new sdk.DeleteVpcEndpointConnectionNotificationsCommand({ ConnectionNotificationIds }),
      );
    },
    async list() {
      const { sdk, client } = await ec2();
      const Filters = [{ Name: 'connection-notification-arn', Values: [topicArn] }];
      const all = await allPages(async (NextToken) => {
        const page = await client.send(
          new sdk.DescribeVpcEndpointConnectionNotificationsCommand({ Filters, NextToken }),
        );
        return { items: page.ConnectionNotificationSet, nextToken: page.NextToken };
      });
      return all.flatMap(({ ConnectionNotificationId: id, VpcEndpointId: endpointId }) =>
        id === undefined || endpointId === undefined ? [] : { id, endpointId },
      );
    },
  };
}
