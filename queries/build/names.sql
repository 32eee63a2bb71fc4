-- question: when do two writings mean one name, and is it that of an organization?
-- parameters: none
-- grain: none; defines the macros that match holders with institutions

create or replace macro name_key(x) as lower(compact(x));

-- Brackets around the whole of a name say nothing.
create or replace macro unbracketed(x) as
regexp_replace(
    x,
    '^\s*(?:[\[【〔［]\s*([^\[\]【】〔〕［］]*?)\s*[\]】〕］]'
    || '|[(（]\s*([^()（）]*?)\s*[)）])\s*$',
    '\1\2'
);

-- The word for an organization stands at the end of its name, before a number
-- or what is in brackets; else a title follows it, or a person's name.
create or replace macro ends_as_organization(x) as
regexp_matches(
    x,
    '(大学|学院|学校|中学|小学|校区|公司|企业|集团|研究|实验室|医院|工厂|中心'
    || '|银行|协会|学会|基金会|委员会|株式会社|有限会社'
    || '|[^·]{4}(厂|局|部|院|所|站|社|会|队|室|校|馆|园|场|矿|店|署|处|庭|军))'
    || '(\s*[(（][^()（）]*[)）])*[\s0-9０-９]*$'
)
or regexp_matches(x, '^(株式会社|有限会社)');

-- Whatever is not plainly an organization is taken for a person, who is counted
-- and never named; so is a list in which one part may be a person.
create or replace macro is_organization(x) as
(
    ends_as_organization(x)
    and len(list_filter(
        regexp_split_to_array(x, '[\s、，,/|+&]+'),
        lambda part:
        regexp_full_match(part, '[\p{Han}·()（）]+')
        and not ends_as_organization(part)
    )) = 0
)
or (
    not regexp_matches(x, '\p{Han}')
    and regexp_matches(
        lower(x),
        '\b(inc|ltd|llc|gmbh|corp|co|plc|ag|s\.?a|b\.?v|company|corporation'
        || '|university|institute|college|school|cent(er|re)|hospital'
        || '|laborator(y|ies)|foundation|academy|group|limited)\b'
    )
);

-- A cell of an export that is made of the register's own words names nobody.
create or replace macro is_legal_state(x) as
regexp_full_match(
    x,
    '(专利|申请|发明|实用新型|外观设计|公开|公布|公告|授权|授予|实质|审查|审定'
    || '|生效|驳回|撤回|撤销|视为|放弃|取得|主动|避免|重复|终止|恢复|转移|继承'
    || '|或|转让|全部|部分|无效|宣告|期限?|届满|有效|有权|失效|未缴|年费|著录'
    || '|事项|项目|变更|人|者|姓名|名称|地址|后|更正|实施|许可|合同|备案|登记|质押|保全|中止|解除|解密'
    || '|保密|复审|请求|决定|优先权|通知书?|文件|送达|其他|其它|有关|国际|进入'
    || '|国家|阶段|无数据|数据|信息|状态|法律|手续|发文|更改|注销|延长|补偿|开放'
    || '|声明|提前|权|的|、|，|,|及|和|与|（|）|\(|\)|;|；|/)+'
);
