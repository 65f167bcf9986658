/**
 * Imported first by `lib/index.ts`: the modules after it need classes that older releases do not have. It uses only
 * what every release has.
 */
import { App } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { requireSupported } from './supported-versions.js';

/** jsii writes the release of its library on each class. */
const JSII_RUNTIME_TYPE = Symbol.for('jsii.rtti');

function releaseOf(type: object): string | undefined {
  const information: unknown = Reflect.get(type, JSII_RUNTIME_TYPE);
  if (typeof information !== 'object' || information === null) return undefined;
  const version: unknown = Reflect.get(information, 'version');
  return typeof version === 'string' ? version : undefined;
}

requireSupported({
  'Node.js': process.version,
  'aws-cdk-lib': releaseOf(App),
  constructs: releaseOf(Construct),
});
