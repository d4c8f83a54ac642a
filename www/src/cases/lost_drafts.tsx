import {
  EuiButton,
  EuiButtonEmpty,
  EuiCallOut,
  EuiCopy,
  EuiFlexGroup,
  EuiFlexItem,
  EuiScreenReaderOnly,
  EuiSpacer,
  EuiText,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { useEffect, useRef, useState } from 'react';
import { forgetDraft } from '../core/drafts';
import { textProblem } from './case_rules';
import type { OpenCase } from './cases';
import { addComment } from './comment_edit';
import { DESCRIPTION, draftKey, draftsOf, NEW_COMMENT, type KeptText } from './draft_key';
import { NotSaved, useSaving } from './saving';

/** Edits of comments of this case that are gone: another tab may have deleted one while somebody was typing. */
export function LostEdits({ current, isLocked }: { current: OpenCase; isLocked: boolean }) {
  const { save, error, clear } = useSaving(current.key);
  const [, setDiscarded] = useState(0);
  // A second click while it is saved would make a second comment.
  const isSaving = useRef(false);
  const there = new Set([DESCRIPTION, NEW_COMMENT, ...current.view.comments.map(({ id }) => id)]);
  const discard = ({ part }: KeptText) => {
    forgetDraft(draftKey(current.key, part));
    setDiscarded((count) => count + 1);
  };
  const add = async (draft: KeptText) => {
    if (isSaving.current) return;
    isSaving.current = true;
    if (await save(addComment(draft.text))) discard(draft);
    isSaving.current = false;
  };
  return (
    <>
      <LostDrafts
        drafts={draftsOf(current.key).filter(({ part }) => !there.has(part))}
        isLocked={isLocked}
        onAdd={(draft) => void add(draft)}
        onDiscard={discard}
        onEmpty={() => document.querySelector<HTMLElement>(`form[aria-label="${NEW}"] textarea`)?.focus()}
      />
      <NotSaved error={error} isLocked={isLocked} onOverwrite={clear} onKeep={clear} />
    </>
  );
}

/** The name of the form that goes on when there are no more of them. */
export const NEW = 'Add a comment';

/** What was being typed for something that is gone. */
export function LostDrafts(props: {
  drafts: readonly KeptText[];
  isLocked?: boolean;
  /** Where it can become a new comment. */
  onAdd?: (draft: KeptText) => void;
  onDiscard: (draft: KeptText) => void;
  /** Gives the focus to what stands there when the last one had it and is gone. */
  onEmpty: () => void;
}) {
  const { drafts, onAdd, onDiscard, onEmpty } = props;
  const id = useGeneratedHtmlId();
  const list = useRef<HTMLDivElement>(null);
  const before = useRef(drafts.length);
  useEffect(() => {
    // The button that had the focus has gone with its draft.
    if (drafts.length < before.current && document.activeElement === document.body) {
      const next = list.current?.querySelector('button');
      if (next) next.focus();
      else onEmpty();
    }
    before.current = drafts.length;
  });
  const one = (draft: KeptText, at: number) => (
    <div key={draft.part}>
      <EuiCallOut
        title={<span id={`${id}-${at}`}>{titleOf(draft.part)}</span>}
        color="warning"
        iconType="warning"
        size="s"
        announceOnMount={false}
      >
        <EuiText size="s" dir="auto" css={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          <p>{draft.text}</p>
        </EuiText>
        <EuiSpacer size="s" />
        <EuiFlexGroup gutterSize="s" responsive={false} wrap>
          <EuiFlexItem grow={false}>
            <EuiCopy textToCopy={draft.text} afterMessage="Text copied">
              {(copy) => (
                <EuiButton size="s" color="warning" aria-describedby={`${id}-${at}`} onClick={copy}>
                  Copy
                </EuiButton>
              )}
            </EuiCopy>
          </EuiFlexItem>
          {onAdd && (
            <EuiFlexItem grow={false}>
              <EuiButton
                size="s"
                color="warning"
                aria-describedby={`${id}-${at}`}
                isDisabled={props.isLocked || textProblem(draft.text) !== undefined}
                onClick={() => onAdd(draft)}
              >
                Add as a new comment
              </EuiButton>
            </EuiFlexItem>
          )}
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty size="s" color="warning" aria-describedby={`${id}-${at}`} onClick={() => onDiscard(draft)}>
              Discard
            </EuiButtonEmpty>
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiCallOut>
      <EuiSpacer size="m" />
    </div>
  );
  return (
    <div ref={list}>
      <EuiScreenReaderOnly>
        <div role="status">
          {drafts.map(({ part }) => (
            <p key={part}>{titleOf(part)}</p>
          ))}
        </div>
      </EuiScreenReaderOnly>
      {drafts.map(one)}
    </div>
  );
}

function titleOf(part: string): string {
  if (part === DESCRIPTION) return 'Not saved: the description of this case, which is gone';
  if (part === NEW_COMMENT) return 'Not saved: a new comment of this case, which is gone';
  return 'Not saved: an edit of a comment that is gone';
}
