import express from 'express';

/**
 * The floor: what Express itself costs for the same body. It parses the JSON and answers about 4 KB,
 * and does nothing in between; no service on Express can be faster.
 */
const card = {
  summary: 'Summary '.repeat(12),
  indicator: 'warning',
  detail: 'What was found, why it matters, what to do. '.repeat(9),
  source: { label: 'Prescribing information', url: 'https://www.example.org/prescribing-information' },
};
const answer = { cards: Array.from({ length: 6 }, (_, index) => ({ uuid: `card-${index}`, ...card })) };

const app = express();
app.use(express.json({ limit: '10mb' }));
app.post('/cds-services/:id', (_request, response) => {
  response.json(answer);
});
app.listen(Number(process.env.PORT), process.env.HOST);
