import { describe, expect, it } from 'vitest';
import { readConnectionNotification } from '../../lambda/events/connection-notification.js';

const ID = 'vpce-0a1b2c3d4e5f60718';

const delivery = (Sns: unknown) => ({ Records: [{ EventSource: 'aws:sns', Sns }] });

describe('an invocation by SNS', () => {
  it.each([
    ['JSON', JSON.stringify({ VpcEndpointId: ID }), [ID]],
    ['text', `The endpoint ${ID} was accepted. ${ID}`, [ID]],
    ['text without an id', 'accepted', []],
    ['an id that is none', 'vpce-svc-0a1b2c3d4e5f60718 vpce-XYZ vpce-0a1', []],
  ])('names endpoints in a message that is %s', (_, Message, named) => {
    expect(readConnectionNotification(delivery({ Message }))).toEqual({ named });
  });

  it.each([undefined, null, 'text', {}, { Message: 1 }])('with the content %j names none', (content) => {
    expect(readConnectionNotification(delivery(content))).toEqual({ named: [] });
  });
});

it.each([
  undefined,
  {},
  { Records: [] },
  { Records: [{ EventSource: 'aws:sqs' }] },
  { phase: 'acceptance', state: {} },
])('%j is no invocation by SNS', (payload) => {
  expect(readConnectionNotification(payload)).toBeUndefined();
});
