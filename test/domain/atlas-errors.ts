import { AtlasError, type AtlasErrorKind } from '../../lambda/domain/model/errors/atlas-error.js';

export function atlasError(
  kind: AtlasErrorKind,
  parts: { code?: string; retryAfterSeconds?: number } = {},
): AtlasError {
  return new AtlasError(`Atlas said ${kind}`, { kind, operation: 'test', advice: `mend ${kind}`, ...parts });
}
