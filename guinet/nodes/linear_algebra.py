"""Products of vectors and matrices, norms, and what solves, inverts or factors a matrix."""

from __future__ import annotations

from guinet.nodes.table import Detail, function, functions, operator
from guinet.nodes.types import ArgumentType

_DIMS = {"dim": Detail(type=ArgumentType.SIZE, default=None, optional=True)}
_ORDER = {"ord": Detail(type=ArgumentType.ANY, optional=True, doc="The exponent of the norm; “fro” and “nuc” too.")}

_COMPUTE = {
    "compute_mode": Detail(
        type=ArgumentType.CHOICE,
        choices=(
            "use_mm_for_euclid_dist_if_necessary",
            "use_mm_for_euclid_dist",
            "donot_use_mm_for_euclid_dist",
        ),
        doc="Whether the distance is computed by a matrix product: faster, less exact.",
    )
}

ENTRIES = (
    operator("matmul", "@", "The matrix product of the last two dimensions.", aliases=("bmm", "mm"), constant=""),
    *functions(
        {
            "mm": "The product of two matrices.",
            "bmm": "The products of two batches of matrices.",
            "mv": "A matrix times a vector.",
            "dot": "The sum of the products of two vectors.",
            "inner": "The products of the last dimensions, summed.",
            "outer": "Every product of a value of one vector and one of another.",
            "kron": "Every value times a whole other tensor.",
            "addmm": "A tensor plus the product of two matrices.",
            "addmv": "A tensor plus a matrix times a vector.",
            "addr": "A tensor plus the outer product of two vectors.",
            "addbmm": "A tensor plus the summed products of two batches of matrices.",
            "baddbmm": "A batch plus the products of two batches of matrices.",
            "trace": "The sum of the diagonal.",
            "det": "The determinant.",
            "logdet": "The logarithm of the determinant.",
            "inverse": "The inverse of a matrix.",
            "pinverse": "The pseudo-inverse of a matrix.",
            "cholesky_solve": "Solves a system whose Cholesky factor is given.",
        }
    ),
    function(
        "torch.einsum",
        "Products and sums over named dimensions: “bik,bkj->bij” is a batch of matrix products.",
        aliases=("einstein sum",),
        leave_out=("path",),
        details={"equation": Detail(positional=True, suggestion="ij,jk->ik")},
    ),
    function(
        "torch.tensordot",
        "Products summed over the last dimensions of one and the first of another.",
        details={"dims": Detail(type=ArgumentType.ANY)},
    ),
    function("torch.cross", "The vector that stands upright on two others.", aliases=("cross product",)),
    function("torch.cdist", "The distance of every row of one to every row of another.", details=_COMPUTE),
    function(
        "torch.matrix_power", "A matrix times itself, n times.", details={"n": Detail(positional=True, suggestion=2)}
    ),
    function("torch.matrix_exp", "The exponential of a matrix."),
    function("torch.norm", "The size of a vector or matrix.", details=_DIMS | {"p": Detail(type=ArgumentType.ANY)}),
    function("torch.linalg.norm", "The size of a vector or matrix, by any norm.", details=_DIMS | _ORDER),
    function("torch.linalg.vector_norm", "The size of vectors.", details=_DIMS),
    function(
        "torch.linalg.matrix_norm",
        "The size of matrices.",
        details={"ord": Detail(type=ArgumentType.ANY, default="fro", doc="The norm: “fro”, “nuc” or a number.")},
    ),
    *functions(
        {
            "inv": "The inverse of a matrix.",
            "pinv": "The pseudo-inverse of a matrix.",
            "det": "The determinant.",
            "solve": "Solves A x = B.",
            "cholesky": "The lower triangle that times its transpose gives the matrix.",
            "eigvals": "The eigenvalues, as complex numbers.",
            "eigvalsh": "The eigenvalues of a symmetric matrix.",
            "svdvals": "The singular values.",
            "matrix_rank": "How many rows are independent.",
            "multi_dot": "The product of several matrices, in the cheapest order.",
            "matrix_exp": "The exponential of a matrix.",
            "cond": "How much a matrix amplifies errors.",
        },
        prefix="torch.linalg.",
    ),
    function("torch.linalg.eig", "Eigenvalues and eigenvectors.", outputs=("eigenvalues", "eigenvectors")),
    function(
        "torch.linalg.eigh",
        "Eigenvalues and eigenvectors of a symmetric matrix.",
        outputs=("eigenvalues", "eigenvectors"),
    ),
    function("torch.linalg.svd", "The singular value decomposition.", outputs=("U", "S", "Vh")),
    function("torch.linalg.qr", "An orthogonal matrix times an upper triangle.", outputs=("Q", "R")),
    function(
        "torch.linalg.lstsq",
        "The least-squares solution of A x = B.",
        outputs=("solution", "residuals", "rank", "singular_values"),
        real=True,
    ),
    function("torch.linalg.slogdet", "The sign and the logarithm of the determinant.", outputs=("sign", "logabsdet")),
)
