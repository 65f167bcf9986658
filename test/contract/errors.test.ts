import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FinalError, NotYet } from '../../lambda/contract/workflow.js';
import { AtlasError } from '../../lambda/domain/model/errors/atlas-error.js';
import { ChangeRefusedError, NotYetError } from '../../lambda/domain/model/errors/change-errors.js';
import { EndpointNotReadyError } from '../../lambda/domain/model/errors/endpoint-not-ready-error.js';
import { InvalidWorkflowInputError } from '../../lambda/domain/model/errors/invalid-workflow-input-error.js';
import { documentText, ROOT } from '../docs/documents.js';

const sources = readdirSync(join(ROOT, 'lambda'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(ROOT, 'lambda', file), 'utf8'));

const literals = sources.flatMap((source) =>
  [...source.matchAll(/override readonly name(?:: string)? = '(\w+)'/g)].map(([, name]) => name),
);

describe('names of errors', () => {
  it('that the state machine does not retry are thrown under these names', () => {
    const atlas = new AtlasError('', { kind: 'invalid', operation: '', advice: '' });
    const names = [atlas.name, new InvalidWorkflowInputError('').name, new ChangeRefusedError('').name];
    expect(names).toEqual(Object.values(FinalError));
    const passing = [new NotYetError('').name, new EndpointNotReadyError('').name];
    expect(passing).toEqual(Object.values(NotYet));
  });

  it('are literal, since bundlers rename classes', () => {
    // Errors of AWS have the names that AWS gives them.
    const classes = sources
      .flatMap((source) => [...source.matchAll(/class (\w+) extends (?:\w+)?Error/g)].map(([, name]) => name))
      .filter((name) => name !== 'ServiceError');
    expect([...literals].sort()).toEqual(classes.sort());
  });

  it('in the runbook are thrown by the code', () => {
    const named = [...documentText('docs/runbook.md').matchAll(/`(\w+Error)`/g)].map(([, name]) => name);
    expect(named.filter((name) => !literals.includes(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(4);
  });
});
