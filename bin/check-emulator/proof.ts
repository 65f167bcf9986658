import { failureText } from '../check-apps/packed.js';

/** What is shown, and how: resolves to a line that says what was seen, rejects where it was not. */
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
