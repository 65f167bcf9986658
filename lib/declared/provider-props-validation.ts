import type { ValueRule } from '../../lambda/contract/value-rules.js';
import { PROJECTS } from '../engine/engine-props-validation.js';
import type { LinkEngineProps } from '../engine/link-engine-props.js';
import { optional, refuse, requireProps } from '../engine/prop-checks.js';

/** CloudFormation's rule for the names of exports. */
const EXPORT_NAME: ValueRule = {
  expected: 'expected the name of an export, 1 to 255 letters, digits, colons and hyphens',
  accepts: (value) => typeof value === 'string' && /^[A-Za-z0-9:-]{1,255}$/.test(value),
};

/** Checks the provider's own props; the engine checks its own. */
export function validateProviderProps(props: LinkEngineProps & { readonly exportName?: string }): void {
  requireProps('AtlasPrivateLinkProvider', props, { projects: PROJECTS });
  refuse(optional('exportName', props.exportName, EXPORT_NAME));
}
