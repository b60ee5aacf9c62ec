"""The purposes of a partnership («Objectifs du partenariat»), by their codes in the facts."""

from typing import Final

PURPOSES: Final = {
    "PO-VALUES": "sharedValues",
    "PO-FIN": "financialSupport",
    "PO-TECH": "technicalSupport",
    "PO-TECH-DEV": "developmentPartner",
    "PO-TECH-PROC": "procurement",
    "PO-PROC-GOODS": "goods",
    "PO-PROC-SERV": "services",
}
