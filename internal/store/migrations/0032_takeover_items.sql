-- Takeovers that await approval are items of submissions as all other drafts: each in one of its own, of whoever the log names.
INSERT INTO submission_items (submission, position, noun, id, after, outcome, who, at, why)
    SELECT 'takeover-' || id, 1, 'takeover', id, '', '', '', 0, '' FROM drafts WHERE state = 'submitted' AND noun = 'takeover';
INSERT INTO submission_items (submission, position, noun, id, after, outcome, who, at, why)
    SELECT 'takeover-' || id, 1, 'takeover', id, '', '', '', 0, '' FROM takeovers
    WHERE state = 'submitted' AND id NOT IN (SELECT id FROM drafts WHERE noun = 'takeover');
INSERT INTO submissions (id, who, at)
    SELECT i.submission,
        COALESCE((SELECT c.who FROM changes c WHERE c.noun = i.noun AND c.id = i.id AND c.verb IN ('submit', 'create') ORDER BY c.number DESC LIMIT 1), ''),
        COALESCE((SELECT c.at FROM changes c WHERE c.noun = i.noun AND c.id = i.id AND c.verb IN ('submit', 'create') ORDER BY c.number DESC LIMIT 1), 0)
    FROM submission_items i WHERE i.noun = 'takeover';
