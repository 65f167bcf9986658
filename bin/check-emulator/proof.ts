import { failureText } from '../check-apps/packed.js';

/** A named check, which resolves with a description of the result and rejects if it fails. */
export type Proof = readonly [name: string, show: () => Promise<string>];

export async function holds([name, show]: Proof): Promise<boolean> {
  try {
    console.log(`passed  ${name}: ${await show()}`);
    return true;
  } catch (error) {
    console.log(`failed  ${name}: ${failureText(error)}`);
    return false;
  }
}
