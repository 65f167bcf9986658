import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeLink, REGISTRATION_GRACE_SECONDS } from '../../../lambda/domain/model/link-status.js';
import { linkDescription } from '../samples.js';

const judged = (parts: Parameters<typeof linkDescription>[0]) => judgeLink(linkDescription(parts), 100);

describe('the status of a link', () => {
  it.each(['NONE', 'INITIATING', 'PENDING_ACCEPTANCE', 'PENDING', 'VERIFIED', 'DELETING', ''])(
    '%j is pending',
    (status) => {
      expect(judged({ connectionStatus: status })).toMatchObject({
        outcome: 'pending',
        unknownStatus: false,
      });
    },
  );

  it('AVAILABLE is available', () => {
    expect(judged({ connectionStatus: 'AVAILABLE' }).outcome).toBe('available');
  });

  it('AVAILABLE with a deletion requested is not available', () => {
    expect(judged({ connectionStatus: 'AVAILABLE', deleteRequested: true }).outcome).toBe('pending');
  });

  it.each(['REJECTED', 'FAILED'])('%s is a failure even without a message', (status) => {
    expect(judged({ connectionStatus: status })).toMatchObject({
      outcome: 'failed',
      message: `Atlas reports ${status} without a message.`,
    });
  });

  it('any status with a message is a failure with Atlas’s message', () => {
    const wording = 'Verify endpoint ID and accepted regions, then retry your connection.';
    const judgement = judged({ connectionStatus: 'PENDING', errorMessage: wording });
    expect(judgement).toMatchObject({ outcome: 'failed', message: wording });
    expect(judgement.advice).toContain('supported remote Regions');
  });

  it('an unknown status counts as pending and is marked', () => {
    expect(judged({ connectionStatus: 'RECONCILING' })).toMatchObject({
      outcome: 'pending',
      unknownStatus: true,
    });
  });

  it('a missing link is pending right after its registration, and deleted later', () => {
    expect(judgeLink(undefined, REGISTRATION_GRACE_SECONDS - 1).outcome).toBe('pending');
    expect(judgeLink(undefined, REGISTRATION_GRACE_SECONDS).outcome).toBe('deleted');
  });

  it('advice for a failure never suggests to re-create the link', () => {
    for (const wording of ['idempotent operation going on', 'anything else']) {
      expect(judged({ errorMessage: wording }).advice).toMatch(
        /create another VPC endpoint.*removing the last link.*removes the service/,
      );
    }
  });

  it('is defined for every text that Atlas may send', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.boolean(), fc.nat(), (status, wording, deleting, age) => {
        const judgement = judgeLink(
          linkDescription({ connectionStatus: status, errorMessage: wording, deleteRequested: deleting }),
          age,
        );
        expect(judgement.outcome).toMatch(/^(pending|available|failed)$/);
        if (wording !== '') expect(judgement.outcome).toBe('failed');
      }),
    );
  });
});
