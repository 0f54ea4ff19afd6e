/** What a consumer is lent: the message, and the number of the loan. */
export interface Loan {
  readonly message: number;
  readonly loan: number;
  readonly id: string;
  readonly body: string;
  readonly isAgain: boolean;
}

export interface BrokerRpc {
  put(message: { readonly id: string; readonly body: string }): { readonly ok: true };
  borrow(args: { readonly room: number }): readonly Loan[];
  /** Keeps nothing of a message that is done; a message that failed may be lent again at once. */
  giveBack(args: { readonly message: number; readonly loan: number; readonly isDone: boolean }): {
    readonly ok: true;
  };
}
