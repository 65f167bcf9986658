import type { VpcEndpoint } from '../../lambda/domain/model/ports/ec2.js';

/** Name in the consoles of AWS: the tag `Name`. */
export function nameOf(endpoint: VpcEndpoint | undefined): string {
  return endpoint?.tags.Name ?? '';
}
