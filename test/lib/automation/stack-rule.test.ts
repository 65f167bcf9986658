import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseEndpointEvent } from '../../../lambda/events/endpoint-event.js';
import { EventPattern } from '../../../local/aws/event-bridge/event-pattern/event-pattern.js';
import { createLink, newStack, templateOf } from '../synthesized-stack.js';

type Verdict = readonly [name: string, verdict: 'matches' | 'does not match', event: unknown];

/** Results of AWS's matcher (event-ruler 1.8.1) for the rule's pattern and events of stacks. */
const { pattern, verdicts } = JSON.parse(
  readFileSync(new URL('stack-rule-verdicts.json', import.meta.url), 'utf8'),
) as { readonly pattern: unknown; readonly verdicts: readonly Verdict[] };

const PLACE = { account: '111122223333', region: 'eu-west-1' };
const matching = verdicts.filter(([, verdict]) => verdict === 'matches');

describe('the rule for endpoints of stacks', () => {
  it('has the pattern for which AWS’s matcher was recorded', () => {
    const rules = templateOf(createLink({}, newStack(PLACE.account))).findResources('AWS::Events::Rule');
    const patterns = Object.values(rules).map(({ Properties }) => Properties.EventPattern as unknown);
    expect(patterns).toContainEqual(pattern);
  });

  it('matches in the local bus as in AWS’s matcher', () => {
    const judged = new EventPattern(pattern);
    for (const [name, verdict, event] of verdicts)
      expect([name, judged.matches(event)]).toEqual([name, verdict === 'matches']);
  });

  it('matches what the receiver accepts, and events of an unknown form', () => {
    expect(matching.map(([name]) => name)).toEqual([
      'CREATE_COMPLETE',
      'UPDATE_COMPLETE',
      'DELETE_COMPLETE',
      'an id in another shape',
      'no id',
      'a status that is no text',
    ]);
  });

  it('excludes nothing that the receiver would accept', () => {
    const kept = verdicts.filter(([, verdict]) => verdict !== 'matches');
    const ofAws = kept.filter(([, , event]) => (event as { source: string }).source === 'aws.cloudformation');
    for (const [name, , event] of ofAws)
      expect([name, parseEndpointEvent(event, PLACE as never).kind]).toEqual([name, 'ignored']);
  });
});
