/** A request without a parameter has been answered; one that cannot be read may not have been. */
import { describe, expect, it } from 'vitest';
import { createExecutionHistory } from '../../lambda/aws/execution-history.js';
import { createOpenRequests } from '../../lambda/aws/open-requests.js';
import { AwsError } from '../../local/aws/protocol/aws-error.js';
import { RESPOND_TO, RESPONSE_URL } from '../custom-resources/requests.js';
import { setUpAws } from './aws-setup.js';

const REQUEST = { respondTo: RESPOND_TO, responseUrl: RESPONSE_URL };
const holding = (value: string) => setUpAws(() => ({ Parameter: { Value: value } }));
const find = () => createOpenRequests('/responses/p').find('r1');
const cancelledBefore = () => createOpenRequests('/responses/p').cancelledBefore('r1');

describe('an open request', () => {
  it('contains its version', async () => {
    const server = await setUpAws(() => ({}));
    await createOpenRequests('/responses/p').keep('r1', REQUEST);
    expect(JSON.parse(String(server.calls[0]?.input.Value))).toEqual({ version: 1, ...REQUEST });
  });

  it.each([{ version: 1 }, {}])(
    'can be read with the version %j, which earlier deployments omitted',
    async (version) => {
      await holding(JSON.stringify({ ...version, ...REQUEST }));
      expect(await find()).toMatchObject(REQUEST);
    },
  );

  it('that does not exist counts as answered', async () => {
    await setUpAws(() => {
      throw new AwsError('ParameterNotFound', 'none');
    });
    expect([await find(), await cancelledBefore()]).toEqual([undefined, undefined]);
  });

  it.each([
    ['', /value: expected JSON text, received an empty text/],
    [RESPONSE_URL, /value: expected JSON text/],
    ['[]', /respondTo: /],
    [JSON.stringify({ ...REQUEST, version: 2 }), /version: expected 1, received a value of type number/],
    [JSON.stringify({ ...REQUEST, responseUrl: 'none' }), /responseUrl: expected a URL/],
    [JSON.stringify({ responseUrl: RESPONSE_URL }), /respondTo: expected a value/],
    [
      JSON.stringify({ ...REQUEST, respondTo: { ...RESPOND_TO, issuedAt: 'then' } }),
      /respondTo\.issuedAt: expected an ISO 8601 time/,
    ],
  ])(
    'that cannot be read throws an error with the parameter name, without its value: %j',
    async (value, issue) => {
      await holding(value);
      const failure = await find().catch((error: Error) => error);
      expect(failure).toMatchObject({
        name: 'UnreadableRequestError',
        message: expect.stringMatching(issue),
      });
      expect(String(failure)).toContain('/responses/p/r1');
      expect(String(failure)).not.toContain(RESPONSE_URL);
    },
  );

  it('is cancelled only if it has a time of cancellation', async () => {
    await holding('2026-08-10T03:05:00.000Z');
    expect(await cancelledBefore()).toEqual(new Date('2026-08-10T03:05:00Z'));
    for (const value of ['', 'yesterday', '{"version":2}']) {
      await holding(value);
      await expect(cancelledBefore()).rejects.toMatchObject({ name: 'UnreadableRequestError' });
    }
  });
});

describe('the history of an execution', () => {
  it.each(['', '{', '[]', 'null', '"text"'])(
    'with the state %j cannot be read, which is not the same as an empty one',
    async (input) => {
      await setUpAws(() => ({ events: [{ stateEnteredEventDetails: { name: 'Poll link', input } }] }));
      await expect(createExecutionHistory().lastStep('arn')).rejects.toMatchObject({
        name: 'InvalidWorkflowInputError',
        message: expect.stringContaining('state Poll link: expected'),
      });
    },
  );
});
