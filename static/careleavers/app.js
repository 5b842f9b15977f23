/* Everything here is a convenience: each page works without it. No personal data is kept in the browser. */
import { initAll } from '../vendor/govuk/govuk-frontend.min.js';

/* GOV.UK's components look for these before they start. */
document.body.classList.add('js-enabled', 'govuk-frontend-supported');
initAll();

const typing = 'input, textarea, select, [contenteditable]';

/* "/" goes to the search box; a person who uses speech or a switch turns it off in their settings. */
function slashKey() {
  const box = document.querySelector('[data-slash-key]');
  if (!box) return;
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(typing)) return;
    event.preventDefault();
    box.focus();
  });
}

/* Today and Yesterday beside a date box. */
function dayButtons() {
  for (const button of document.querySelectorAll('[data-day]')) {
    const box = document.getElementById(button.dataset.for);
    button.hidden = false;
    button.addEventListener('click', () => {
      box.value = button.dataset.day;
      box.dispatchEvent(new Event('input', { bubbles: true }));
      box.dispatchEvent(new Event('change', { bubbles: true }));
    });
  }
}

/* A second press while the first is on its way does nothing. The server refuses doubles too. */
function submitOnce() {
  const waiting = new WeakSet();
  const release = (form) => {
    waiting.delete(form);
    form.querySelectorAll('[aria-busy]').forEach((button) => button.removeAttribute('aria-busy'));
  };
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post' || event.defaultPrevented) return;
    if (waiting.has(form)) {
      event.preventDefault();
      return;
    }
    waiting.add(form);
    event.submitter?.setAttribute('aria-busy', 'true');
    /* A download leaves the page where it is: let the button work again. */
    setTimeout(release, 10000, form);
  });
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) document.querySelectorAll('form').forEach(release);
  });
}

/* The page of a record that is open is in view in the row that scrolls. */
function showCurrentPage() {
  const link = document.querySelector('.record-nav [aria-current]');
  link?.closest('.record-nav').scrollTo({ left: link.offsetLeft - 24 });
}

/* A button that copies an address, where the browser can. */
function copyButtons() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = 'Copied';
      } catch {
        button.textContent = 'This browser does not allow copying';
      }
    });
  }
}

slashKey();
dayButtons();
copyButtons();
submitOnce();
showCurrentPage();
