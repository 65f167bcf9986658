import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createObservability } from '../../../lambda/runtime/invocation/observability.js';

/** Like Lambda, whose level is INFO at most, and Powertools follows it. */
function levelsWritten(logLevel: string, lambdaLogLevel: string): string[] {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', logLevel);
  vi.stubEnv('AWS_LAMBDA_LOG_LEVEL', lambdaLogLevel);
  const { log } = createObservability();
  log.debug('a');
  log.info('b');
  log.warn('c');
  log.error('d');
  return written.map((line) => (JSON.parse(line) as { level: string }).level);
}

let written: string[] = [];

describe('the log', () => {
  beforeEach(() => {
    written = [];
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    for (const method of ['debug', 'info', 'warn', 'error'] as const)
      vi.spyOn(console, method).mockImplementation((line: string) => void written.push(line));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it.each([
    ['DEBUG', 'DEBUG', ['DEBUG', 'INFO', 'WARN', 'ERROR']],
    ['INFO', 'INFO', ['INFO', 'WARN', 'ERROR']],
    ['WARN', 'INFO', ['WARN', 'ERROR']],
    ['ERROR', 'INFO', ['ERROR']],
  ])('at %s has that severity, independently of Lambda’s level', (logLevel, lambdaLogLevel, levels) => {
    expect(levelsWritten(logLevel, lambdaLogLevel)).toEqual(levels);
  });
});
