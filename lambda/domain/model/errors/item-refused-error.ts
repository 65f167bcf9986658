/** AWS permanently refuses this one item: its id, its name or its value. Other items are not affected. */
export class ItemRefusedError extends Error {
  override readonly name = 'ItemRefusedError';
}
