import { css, Global } from '@emotion/react';

/** What EUI's own styles lack, for every page. */
const MENDS = css`
  /* They stand 10,000 px to the left, where a page that is written from right to left can be scrolled to. */
  html[dir='rtl'] [class*='euiScreenReaderOnly']:not(:focus, :active, :focus-within) {
    left: auto;
    right: -10000px;
  }

  /* What leads back and on points the other way there. */
  html[dir='rtl'] [data-points='sideways'] {
    scale: -1 1;
  }

  /* The button that takes a choice out of a combo box has 12 px, and shall have the 24 px that a finger can hit. */
  .euiBadge.euiComboBoxPill {
    block-size: 24px;
    margin-block: 0;
  }
  .euiComboBoxPill .euiBadge__content {
    block-size: 100%;
    overflow: visible;
  }
  .euiComboBoxPill .euiBadge__iconButton {
    block-size: 24px;
    inline-size: 24px;
    margin-inline-end: -8px;
    display: grid;
    place-content: center;
    flex-shrink: 0;
  }
  /* Beside what is chosen EUI makes it as wide as its text: 2 px where there is none. */
  .euiComboBox .euiComboBox__input {
    min-inline-size: 24px;
  }
`;

export const Mends = () => <Global styles={MENDS} />;
