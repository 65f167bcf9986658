import { readFileSync } from 'node:fs';

/** The CDK's feature flags that `cdk synth` uses, so that every synthesis of the app produces the same template. */
export function featureFlags(): Record<string, unknown> {
  const file = new URL('../../cdk.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { context: Record<string, unknown> }).context;
}
