-- question: when do two writings mean one name, and is it that of an organization?
-- parameters: none
-- grain: none; defines the macros that match holders with institutions

create or replace macro name_key(x) as lower(compact(x));

-- Whatever is not plainly an organization is taken for a person, who is counted
-- and never named.
create or replace macro is_organization(x) as
regexp_matches(
    x,
    '大学|学院|学校|中学|小学|公司|企业|集团|研究|实验室|医院|工厂|中心'
    || '|银行|协会|学会|基金会|委员会|株式会社|有限会社'
    || '|[^·]{4}(厂|局|部|院|所|站|社|会|队|室|校|馆|园|场|矿|店|署|处|庭|军)$'
)
or regexp_matches(
    lower(x),
    '\b(inc|ltd|llc|gmbh|corp|co|plc|ag|s\.?a|b\.?v|company|corporation'
    || '|university|institute|college|school|cent(er|re)|hospital'
    || '|laborator(y|ies)|foundation|academy|group|limited)\b'
);
